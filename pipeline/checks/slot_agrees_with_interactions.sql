/*
title    = "agg_slot has the actions and values of fct_interaction"
about    = "Each day has as many interactions, and the same values, in the slots' actions as in the interactions."
owner    = "data-platform"
severity = "stop"
table    = "agg_slot"
day      = "period_of_both"
*/
with in_facts as (
    select
        fact.occurred_on as period,
        count(*) as actions,
        coalesce(sum(fact.value), 0) as total
    from fct_interaction as fact
    group by fact.occurred_on
),

in_mart as (
    select
        mart.slot_on as period,
        sum(mart.actions) as actions,
        sum(mart.value_sum) as total
    from agg_slot as mart
    where mart.counted = 'action'
    group by mart.slot_on
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.actions as actions_in_facts,
    in_mart.actions as actions_in_mart,
    in_facts.total as total_in_facts,
    in_mart.total as total_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.actions <> in_mart.actions
    or in_facts.total <> in_mart.total
