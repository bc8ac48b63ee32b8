/*
title    = "agg_deal_day opens every deal of fct_group_deal once"
about    = "Deals opened on each day are as many in the mart as in the facts."
owner    = "marketplace"
severity = "stop"
table    = "agg_deal_day"
*/
with in_facts as (
    select
        fact.opened_on as period,
        count(*) as opened
    from fct_group_deal as fact
    group by fact.opened_on
),

in_mart as (
    select
        mart.day_on as period,
        sum(mart.opened) as opened
    from agg_deal_day as mart
    where mart.opened > 0
    group by mart.day_on
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.opened as opened_in_facts,
    in_mart.opened as opened_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.opened <> in_mart.opened
