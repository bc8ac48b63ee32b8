/*
title    = "agg_latency_slot has the measured interactions of fct_interaction"
about    = "Each day has as many measured interactions in all classes of latency as in the interactions."
owner    = "data-platform"
severity = "stop"
table    = "agg_latency_slot"
day      = "period_of_both"
*/
with in_facts as (
    select
        fact.occurred_on as period,
        count(*) as requests
    from fct_interaction as fact
    where fact.latency_ms >= 0
    group by fact.occurred_on
),

in_mart as (
    select
        mart.slot_on as period,
        sum(mart.requests) as requests
    from agg_latency_slot as mart
    group by mart.slot_on
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.requests as requests_in_facts,
    in_mart.requests as requests_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.requests <> in_mart.requests
