/*
title    = "agg_day has the users and actions of agg_user_day"
about    = "Users of each day over all surfaces, by every dimension, are the distinct users of agg_user_day."
owner    = "growth-analytics"
severity = "stop"
table    = "agg_day"
day      = "period_of_both"
*/
with in_facts as (
    select
        fact.activity_on as period,
        count(distinct fact.user_id) * 8 as users,
        sum(fact.actions) * 8 as actions
    from agg_user_day as fact
    group by fact.activity_on
),

in_mart as (
    select
        mart.activity_on as period,
        sum(mart.users) as users,
        sum(mart.actions) as actions
    from agg_day as mart
    where mart.surface = 'all'
    group by mart.activity_on
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.users as users_in_facts,
    in_mart.users as users_in_mart,
    in_facts.actions as actions_in_facts,
    in_mart.actions as actions_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.users <> in_mart.users
    or in_facts.actions <> in_mart.actions
