/*
title    = "agg_session_day has the interactions of sessions"
about    = "Each day has as many interactions in its sessions as in fct_interaction."
owner    = "data-platform"
severity = "stop"
table    = "agg_session_day"
day      = "period_of_both"
*/
with in_facts as (
    select
        fact.occurred_on as period,
        count(*) as events
    from fct_interaction as fact
    where fact.session_id is not null
    group by fact.occurred_on
),

in_mart as (
    select
        mart.event_on as period,
        sum(mart.events) as events
    from agg_session_day as mart
    group by mart.event_on
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.events as events_in_facts,
    in_mart.events as events_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.events <> in_mart.events
