/*
title    = "Who was active last week is retained or churned"
about    = "In each week and on each surface, retained and churned users together are the active users of the week before."
owner    = "growth-analytics"
severity = "stop"
table    = "agg_lifecycle_week"
*/
select
    mart.week_on,
    mart.surface,
    mart.retained,
    mart.churned,
    coalesce(earlier.active, 0) as active_before
from agg_lifecycle_week as mart
left join agg_lifecycle_week as earlier
    on
        mart.surface = earlier.surface
        and mart.week_on = cast(earlier.week_on + interval '7 day' as date)
where mart.retained + mart.churned <> coalesce(earlier.active, 0)
