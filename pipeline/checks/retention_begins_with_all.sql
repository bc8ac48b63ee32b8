/*
title    = "Retention begins with the whole cohort and never exceeds it"
about    = "On its own day a cohort has all of its users, as many as agg_new_user_day says; later as many as that or fewer."
owner    = "growth-analytics"
severity = "stop"
table    = "agg_retention"
*/
select
    mart.cohort_on,
    mart.lag_days,
    mart.surface,
    mart.cohort_users,
    mart.users,
    mart.users_since,
    arrived.new_users
from agg_retention as mart
left join agg_new_user_day as arrived
    on
        mart.cohort_on = arrived.first_on
        and mart.surface = arrived.surface
        and arrived.dimension = 'all'
where
    mart.users > mart.users_since
    or mart.users_since > mart.cohort_users
    or (mart.lag_days = 0 and mart.users <> mart.cohort_users)
    or coalesce(arrived.new_users, 0) <> mart.cohort_users
