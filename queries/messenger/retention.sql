/*
title = "Who writes again"
about = "Senders by the week of their first message: how many wrote in each later week. A week without any has no row."
owner = "messenger-team"
grain = ["cohort_week", "week_number"]

[params]
start = "date; cohorts of weeks that end before it are left out"
end   = "date, the last day, included; messages after it are left out"

[columns]
cohort_week = "Monday of the week of the first message, UTC"
week_number = "weeks since then; 0 is the week itself"
senders     = "count of users"
*/
with first_message as (
    select
        day.user_id,
        cast(date_trunc('week', min(day.sent_on)) as date) as cohort_week
    from agg_message_day as day
    group by day.user_id
),

sender_week as (
    select
        day.user_id,
        cast(date_trunc('week', day.sent_on) as date) as sent_week
    from agg_message_day as day
    where day.sent_on <= :end
    group by day.user_id, cast(date_trunc('week', day.sent_on) as date)
),

numbered as (
    select
        first_message.cohort_week,
        cast(
            date_diff('day', first_message.cohort_week, sender_week.sent_week) / 7
            as bigint
        ) as week_number
    from sender_week
    inner join first_message
        on sender_week.user_id = first_message.user_id
    where first_message.cohort_week >= cast(date_trunc('week', cast(:start as date)) as date)
)

select
    numbered.cohort_week,
    numbered.week_number,
    count(*) as senders
from numbered
group by numbered.cohort_week, numbered.week_number
order by numbered.cohort_week, numbered.week_number
