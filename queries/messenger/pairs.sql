/*
title = "Conversations"
about = "Each two users who wrote to each other, both directions together, and how the messages divide."
owner = "messenger-team"
grain = ["one_user_id", "other_user_id"]

[params]
start = "date, the first day, included"
end   = "date, the last day, included"

[columns]
one_user_id    = "user; the first of the two by key"
other_user_id  = "user; the second of the two by key"
sent_by_one    = "messages that the first sent"
sent_by_other  = "messages that the second sent"
messages_both  = "messages, both directions; those to oneself once"
days_active    = "days with a message"
*/
with one_direction as (
    select
        case
            when day.user_id <= day.peer_user_id then day.user_id else day.peer_user_id
        end as one_user_id,
        case
            when day.user_id <= day.peer_user_id then day.peer_user_id else day.user_id
        end as other_user_id,
        case
            when day.user_id <= day.peer_user_id then day.messages else 0
        end as from_one,
        case
            when day.user_id <= day.peer_user_id then 0 else day.messages
        end as from_other,
        day.messages,
        day.sent_on
    from agg_message_day as day
    where day.sent_on between :start and :end
)

select
    one_direction.one_user_id,
    one_direction.other_user_id,
    cast(sum(one_direction.from_one) as bigint) as sent_by_one,
    cast(sum(one_direction.from_other) as bigint) as sent_by_other,
    cast(sum(one_direction.messages) as bigint) as messages_both,
    count(distinct one_direction.sent_on) as days_active
from one_direction
group by one_direction.one_user_id, one_direction.other_user_id
order by
    messages_both desc,
    one_direction.one_user_id asc,
    one_direction.other_user_id asc
