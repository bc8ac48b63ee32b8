/*
title    = "Retention has every active user of a day"
about    = "The users of all cohorts that were active on a day are the distinct users of that day in agg_user_day; of the first 180 days with data, in which no cohort is too old."
owner    = "growth-analytics"
severity = "stop"
table    = "agg_retention"
*/
with in_days as (
    select
        fact.activity_on as active_on,
        count(distinct fact.user_id) as users
    from agg_user_day as fact
    group by fact.activity_on
),

span as (
    select
        min(in_days.active_on) as first_on,
        max(in_days.active_on) as last_on
    from in_days
),

in_mart as (
    select
        cast(mart.cohort_on + cast(mart.lag_days as integer) as date) as active_on,
        sum(mart.users) as users
    from agg_retention as mart
    where mart.surface = 'all'
    group by cast(mart.cohort_on + cast(mart.lag_days as integer) as date)
)

select
    in_days.active_on,
    in_days.users as users_in_days,
    in_mart.users as users_in_mart
from in_days
cross join span
left join in_mart
    on in_days.active_on = in_mart.active_on
where
    in_days.active_on < span.last_on
    and date_diff('day', span.first_on, in_days.active_on) <= 180
    and coalesce(in_mart.users, 0) <> in_days.users
