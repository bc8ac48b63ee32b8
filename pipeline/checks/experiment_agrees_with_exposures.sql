/*
title    = "agg_experiment has the users of fct_exposure"
about    = "Each experiment has as many users, and users of several variants, in the mart as in its days."
owner    = "experimentation"
severity = "stop"
table    = "agg_experiment"
*/
with in_facts as (
    select
        fact.experiment_id as period,
        sum(fact.users) as users
    from agg_exposure_day as fact
    group by fact.experiment_id
),

in_mart as (
    select
        mart.experiment_id as period,
        sum(mart.users) as users
    from agg_experiment as mart
    group by mart.experiment_id
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
