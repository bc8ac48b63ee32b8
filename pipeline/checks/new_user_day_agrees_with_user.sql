/*
title    = "agg_new_user_day has every user of agg_user once"
about    = "On each surface, and by every dimension, new users over all days are all users."
owner    = "growth-analytics"
severity = "stop"
table    = "agg_new_user_day"
*/
with in_facts as (
    select
        fact.surface as period,
        count(*) * 8 as users
    from agg_user as fact
    group by fact.surface
),

in_mart as (
    select
        mart.surface as period,
        sum(mart.new_users) as users
    from agg_new_user_day as mart
    group by mart.surface
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.users as users_in_facts,
    in_mart.users as users_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.users <> in_mart.users
