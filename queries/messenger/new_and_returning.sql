/*
title = "New and returning senders"
about = "Users who wrote a message in each day, week or month; new are those whose first message lies in it. Receiving a message does not count."
owner = "messenger-team"
grain = ["period"]

[params]
start = "date, the first day, included"
end   = "date, the last day, included"
grain = "text: day, week (from Monday), month or all (one row)"

[columns]
period            = "first day of the period, UTC; the first day asked for where grain is all"
new_senders       = "count of users"
returning_senders = "count of users"
*/
with first_message as (
    select
        day.user_id,
        min(day.sent_on) as sent_first_on
    from agg_message_day as day
    group by day.user_id
),

day_period as (
    select
        case
            when :grain = 'all' then cast(:start as date)
            when :grain = 'month'
                then cast(date_trunc('month', day.sent_on) as date)
            when :grain = 'week'
                then cast(date_trunc('week', day.sent_on) as date)
            else day.sent_on
        end as period,
        day.user_id
    from agg_message_day as day
    where day.sent_on between :start and :end
),

sender as (
    select
        day_period.period,
        day_period.user_id
    from day_period
    group by day_period.period, day_period.user_id
)

select
    sender.period,
    cast(
        sum(
            case when first_message.sent_first_on >= sender.period then 1 else 0 end
        ) as bigint
    ) as new_senders,
    cast(
        sum(
            case when first_message.sent_first_on < sender.period then 1 else 0 end
        ) as bigint
    ) as returning_senders
from sender
inner join first_message
    on sender.user_id = first_message.user_id
group by sender.period
order by sender.period
