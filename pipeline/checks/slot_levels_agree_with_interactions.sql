/*
title    = "All actions of a slot are those of fct_interaction"
about    = "The rows of agg_slot that count everything have each day's interactions and latency."
owner    = "data-platform"
severity = "stop"
table    = "agg_slot"
day      = "period_of_both"
*/
with in_facts as (
    select
        fact.occurred_on as period,
        count(*) as actions,
        coalesce(sum(fact.latency_ms), 0) as latency
    from fct_interaction as fact
    group by fact.occurred_on
),

in_mart as (
    select
        mart.slot_on as period,
        sum(mart.actions) as actions,
        sum(mart.latency_sum) as latency
    from agg_slot as mart
    where mart.counted = 'all'
    group by mart.slot_on
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.actions as actions_in_facts,
    in_mart.actions as actions_in_mart,
    in_facts.latency as latency_in_facts,
    in_mart.latency as latency_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.actions <> in_mart.actions
    or in_facts.latency <> in_mart.latency
