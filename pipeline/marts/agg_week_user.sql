/*
title = "User x week x surface, by state of life"
about = "Each user in each week of activity: new, retained (active in the week before too) or resurrected (back after at least one week away); and churned in the week after one of activity that was followed by none. The churned row of a week that is not over is not final: show complete weeks."
owner = "growth-analytics"
grain = ["week_on", "surface", "user_id"]
keyed = "user_id"

[columns]
week_on     = "Monday of the ISO week, UTC"
surface     = "feed, messenger, shop, app, or all"
user_id     = "user"
state       = "new, retained, resurrected or churned"
active_days = "count of days with activity in the week; 0 for churned"
actions     = "count; 0 for churned"
*/
with active as (
    select
        cast(date_trunc('week', day.activity_on) as date) as week_on,
        day.surface,
        day.user_id,
        count(*) as active_days,
        cast(sum(day.actions) as bigint) as actions
    from agg_user_day as day
    group by cast(date_trunc('week', day.activity_on) as date), day.surface, day.user_id
    union all
    select
        cast(date_trunc('week', day.activity_on) as date) as week_on,
        'all' as surface,
        day.user_id,
        count(distinct day.activity_on) as active_days,
        cast(sum(day.actions) as bigint) as actions
    from agg_user_day as day
    group by cast(date_trunc('week', day.activity_on) as date), day.user_id
),

placed as (
    select
        active.week_on,
        active.surface,
        active.user_id,
        active.active_days,
        active.actions,
        lag(active.week_on, 1, cast(null as date)) over (
            partition by active.user_id, active.surface
            order by active.week_on
        ) as week_before,
        lead(active.week_on, 1, cast(null as date)) over (
            partition by active.user_id, active.surface
            order by active.week_on
        ) as week_after
    from active
)

select
    placed.week_on,
    placed.surface,
    placed.user_id,
    case
        when placed.week_before is null then 'new'
        when date_diff('day', placed.week_before, placed.week_on) = 7 then 'retained'
        else 'resurrected'
    end as state,
    placed.active_days,
    placed.actions
from placed
union all
select
    cast(placed.week_on + interval '7 day' as date) as week_on,
    placed.surface,
    placed.user_id,
    'churned' as state,
    0 as active_days,
    0 as actions
from placed
where
    placed.week_after is null
    or date_diff('day', placed.week_on, placed.week_after) > 7
