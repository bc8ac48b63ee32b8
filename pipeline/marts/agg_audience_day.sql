/*
title = "Audience x day x country x source x operating system"
about = "How many users there are by each day, and how many of them were active on it, in the 7 days and in the 30 days that end with it. A user has one country, source and operating system (the latest value), so these counts add up over them; never over days. Up to the newest day with activity."
owner = "growth-analytics"
grain = ["day_on", "country", "source", "os"]

[columns]
day_on    = "day, UTC"
country   = "of the user; 'unknown' where it is not known"
source    = "where the user came from; 'unknown' where it is not known"
os        = "operating system of the user; 'unknown' where it is not known"
users     = "count of users who had signed up or done something by the end of the day"
active_1  = "count of users active on the day"
active_7  = "count of users active in the 7 days that end with it"
active_30 = "count of users active in the 30 days that end with it"
*/
with bounds as (
    select
        min(day.activity_on) as first_on,
        max(day.activity_on) as last_on
    from agg_user_day as day
),

appeared as (
    select
        life.user_id,
        life.first_on
    from agg_user as life
    where life.surface = 'all'
    union all
    select
        person.user_id,
        cast(person.signed_up_at as date) as first_on
    from dim_user as person
    where person.signed_up_at is not null
),

-- Who was there before the first day of the calendar is counted from that day on.
known as (
    select
        appeared.user_id,
        greatest(min(appeared.first_on), min(bounds.first_on)) as first_on
    from appeared
    cross join bounds
    group by appeared.user_id
),

placed as (
    select
        day.user_id,
        day.activity_on,
        lead(day.activity_on, 1, cast(null as date)) over (
            partition by day.user_id
            order by day.activity_on
        ) as next_on
    from agg_user_day as day
    group by day.user_id, day.activity_on
),

-- A user counts from a day of activity on until the window ends or the next one begins.
change as (
    select
        known.user_id,
        known.first_on as day_on,
        1 as users,
        0 as active_1,
        0 as active_7,
        0 as active_30
    from known
    union all
    select
        placed.user_id,
        placed.activity_on as day_on,
        0 as users,
        1 as active_1,
        1 as active_7,
        1 as active_30
    from placed
    union all
    select
        placed.user_id,
        case
            when date_diff('day', placed.activity_on, placed.next_on) < 7 then placed.next_on
            else cast(placed.activity_on + interval '7 day' as date)
        end as day_on,
        0 as users,
        0 as active_1,
        -1 as active_7,
        0 as active_30
    from placed
    union all
    select
        placed.user_id,
        case
            when date_diff('day', placed.activity_on, placed.next_on) < 30 then placed.next_on
            else cast(placed.activity_on + interval '30 day' as date)
        end as day_on,
        0 as users,
        0 as active_1,
        0 as active_7,
        -1 as active_30
    from placed
),

step as (
    select
        change.day_on,
        coalesce(person.country, 'unknown') as country,
        coalesce(person.source, 'unknown') as source,
        coalesce(person.os, 'unknown') as os,
        cast(sum(change.users) as bigint) as users,
        cast(sum(change.active_1) as bigint) as active_1,
        cast(sum(change.active_7) as bigint) as active_7,
        cast(sum(change.active_30) as bigint) as active_30
    from change
    left join dim_user as person
        on change.user_id = person.user_id
    group by
        change.day_on,
        coalesce(person.country, 'unknown'),
        coalesce(person.source, 'unknown'),
        coalesce(person.os, 'unknown')
),

segment as (
    select
        step.country,
        step.source,
        step.os,
        min(step.day_on) as first_on
    from step
    group by step.country, step.source, step.os
),

filled as (
    select
        calendar.day_on,
        segment.country,
        segment.source,
        segment.os
    from segment
    cross join bounds
    inner join dim_date as calendar
        on
            segment.first_on <= calendar.day_on
            and bounds.last_on >= calendar.day_on
)

select
    filled.day_on,
    filled.country,
    filled.source,
    filled.os,
    cast(
        sum(coalesce(step.users, 0)) over (
            partition by filled.country, filled.source, filled.os
            order by filled.day_on
            rows between unbounded preceding and current row
        ) as bigint
    ) as users,
    coalesce(step.active_1, 0) as active_1,
    cast(
        sum(coalesce(step.active_7, 0)) over (
            partition by filled.country, filled.source, filled.os
            order by filled.day_on
            rows between unbounded preceding and current row
        ) as bigint
    ) as active_7,
    cast(
        sum(coalesce(step.active_30, 0)) over (
            partition by filled.country, filled.source, filled.os
            order by filled.day_on
            rows between unbounded preceding and current row
        ) as bigint
    ) as active_30
from filled
left join step
    on
        filled.day_on = step.day_on
        and filled.country = step.country
        and filled.source = step.source
        and filled.os = step.os
