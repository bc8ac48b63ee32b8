/*
title = "Retention x cohort day x days since x surface"
about = "Of the users whose first activity fell on a day, how many were active so many days later (classic), and how many then or at any time since (rolling). A pair of days has a row only when the later one is over; one without any user has a row with 0. Up to 180 days."
owner = "growth-analytics"
grain = ["cohort_on", "lag_days", "surface"]

[columns]
cohort_on    = "day of the first activity on the surface, UTC"
lag_days     = "days since; 0 is the day itself"
surface      = "feed, messenger, shop, app, or all"
cohort_users = "count of users of the cohort"
users        = "count of these that were active on that day"
users_since  = "count of these that were active on that day or later"
*/
with newest as (
    select max(day.activity_on) as last_on
    from agg_user_day as day
),

cohort as (
    select
        life.first_on as cohort_on,
        life.surface,
        count(*) as cohort_users
    from agg_user as life
    group by life.first_on, life.surface
),

person_day as (
    select
        day.activity_on,
        day.user_id,
        day.surface
    from agg_user_day as day
    union all
    select
        day.activity_on,
        day.user_id,
        'all' as surface
    from agg_user_day as day
    group by day.activity_on, day.user_id
),

seen as (
    select
        life.first_on as cohort_on,
        person_day.activity_on,
        person_day.surface,
        count(*) as users
    from person_day
    inner join agg_user as life
        on
            person_day.user_id = life.user_id
            and person_day.surface = life.surface
    group by life.first_on, person_day.activity_on, person_day.surface
),

gone as (
    select
        life.first_on as cohort_on,
        life.last_on as activity_on,
        life.surface,
        count(*) as users
    from agg_user as life
    group by life.first_on, life.last_on, life.surface
),

triangle as (
    select
        cohort.cohort_on,
        cohort.surface,
        cohort.cohort_users,
        calendar.day_on as activity_on,
        date_diff('day', cohort.cohort_on, calendar.day_on) as lag_days
    from cohort
    cross join newest
    inner join dim_date as calendar
        on
            cohort.cohort_on <= calendar.day_on
            and newest.last_on > calendar.day_on
    where date_diff('day', cohort.cohort_on, calendar.day_on) <= 180
)

select
    triangle.cohort_on,
    triangle.lag_days,
    triangle.surface,
    triangle.cohort_users,
    coalesce(seen.users, 0) as users,
    triangle.cohort_users - cast(
        coalesce(
            sum(coalesce(gone.users, 0)) over (
                partition by triangle.cohort_on, triangle.surface
                order by triangle.lag_days
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as bigint
    ) as users_since
from triangle
left join seen
    on
        triangle.cohort_on = seen.cohort_on
        and triangle.activity_on = seen.activity_on
        and triangle.surface = seen.surface
left join gone
    on
        triangle.cohort_on = gone.cohort_on
        and triangle.activity_on = gone.activity_on
        and triangle.surface = gone.surface
