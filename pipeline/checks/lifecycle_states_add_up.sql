/*
title    = "Active users are new, retained or resurrected"
about    = "In each week and on each surface, the users of the three states are all active users, as counted from their days."
owner    = "growth-analytics"
severity = "stop"
table    = "agg_lifecycle_week"
*/
with in_days as (
    select
        cast(date_trunc('week', fact.activity_on) as date) as week_on,
        count(distinct fact.user_id) as active
    from agg_user_day as fact
    group by cast(date_trunc('week', fact.activity_on) as date)
)

select
    mart.week_on,
    mart.surface,
    mart.active,
    mart.new,
    mart.retained,
    mart.resurrected,
    in_days.active as active_in_days
from agg_lifecycle_week as mart
left join in_days
    on mart.week_on = in_days.week_on
where
    mart.active <> mart.new + mart.retained + mart.resurrected
    or (mart.surface = 'all' and mart.active <> coalesce(in_days.active, 0))
