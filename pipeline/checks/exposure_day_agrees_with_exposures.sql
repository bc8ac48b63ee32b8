/*
title    = "agg_exposure_day has the users of fct_exposure"
about    = "Users exposed on each day are as many in the mart as in the facts."
owner    = "experimentation"
severity = "stop"
table    = "agg_exposure_day"
day      = "period_of_both"
*/
with in_facts as (
    select
        fact.exposed_on as period,
        count(*) as users
    from fct_exposure as fact
    group by fact.exposed_on
),

in_mart as (
    select
        mart.exposed_on as period,
        sum(mart.users) as users
    from agg_exposure_day as mart
    group by mart.exposed_on
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
