/*
title = "Who writes the messages"
about = "Senders by rank, the busiest first, in hundredths of all senders: how many messages each hundredth wrote. Fewer than 100 senders leave some hundredths without a row."
owner = "messenger-team"
grain = ["hundredth"]

[params]
start = "date, the first day, included"
end   = "date, the last day, included"

[columns]
hundredth = "1 is the busiest percent of the senders, 100 the quietest"
senders   = "count of users"
messages  = "count"
*/
with sender as (
    select
        day.user_id,
        sum(day.messages) as sent
    from agg_message_day as day
    where day.sent_on between :start and :end
    group by day.user_id
),

ranked as (
    select
        sender.sent,
        row_number() over (order by sender.sent desc, sender.user_id asc) as place
    from sender
),

counted as (
    select count(*) as all_senders
    from sender
),

placed as (
    select
        ranked.sent,
        cast(
            floor((ranked.place - 1) * 100.0 / counted.all_senders) as bigint
        ) + 1 as hundredth
    from ranked
    cross join counted
)

select
    placed.hundredth,
    count(*) as senders,
    cast(sum(placed.sent) as bigint) as messages
from placed
group by placed.hundredth
order by placed.hundredth
