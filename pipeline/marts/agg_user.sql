/*
title = "User lifetime"
about = "First and last activity of each user, on each surface and on all together (surface 'all')."
owner = "data-platform"
grain = ["user_id", "surface"]
keyed = "user_id"

[columns]
user_id     = "user"
surface     = "feed, messenger, shop, app, or all"
first_on    = "first day of activity, UTC"
last_on     = "last day of activity, UTC"
active_days = "count of days with activity"
actions     = "count"
*/
select
    day.user_id,
    day.surface,
    min(day.activity_on) as first_on,
    max(day.activity_on) as last_on,
    count(distinct day.activity_on) as active_days,
    cast(sum(day.actions) as bigint) as actions
from agg_user_day as day
group by day.user_id, day.surface
union all
select
    day.user_id,
    'all' as surface,
    min(day.activity_on) as first_on,
    max(day.activity_on) as last_on,
    count(distinct day.activity_on) as active_days,
    cast(sum(day.actions) as bigint) as actions
from agg_user_day as day
group by day.user_id
