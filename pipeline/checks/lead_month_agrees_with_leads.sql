/*
title    = "agg_lead_month has the leads of fct_lead"
about    = "Leads and their value by stage are the same in the mart as in the facts."
owner    = "sales"
severity = "stop"
table    = "agg_lead_month"
*/
with in_facts as (
    select
        fact.stage as period,
        count(*) as leads,
        coalesce(sum(fact.value), 0) as total
    from fct_lead as fact
    group by fact.stage
),

in_mart as (
    select
        mart.stage as period,
        sum(mart.leads) as leads,
        sum(mart.lead_value) as total
    from agg_lead_month as mart
    group by mart.stage
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.leads as leads_in_facts,
    in_mart.leads as leads_in_mart,
    in_facts.total as total_in_facts,
    in_mart.total as total_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.leads <> in_mart.leads
    or in_facts.total <> in_mart.total
