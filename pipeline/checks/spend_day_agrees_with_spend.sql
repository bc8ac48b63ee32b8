/*
title    = "agg_spend_day has the sums of fct_marketing_spend"
about    = "Spend and clicks of each day are the same in the mart as in the facts."
owner    = "marketing"
severity = "stop"
table    = "agg_spend_day"
day      = "period_of_both"
*/
with in_facts as (
    select
        fact.spent_on as period,
        sum(fact.spend) as spend,
        coalesce(sum(fact.clicks), 0) as clicks
    from fct_marketing_spend as fact
    group by fact.spent_on
),

in_mart as (
    select
        mart.spent_on as period,
        sum(mart.spend) as spend,
        sum(mart.clicks) as clicks
    from agg_spend_day as mart
    group by mart.spent_on
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.spend as spend_in_facts,
    in_mart.spend as spend_in_mart,
    in_facts.clicks as clicks_in_facts,
    in_mart.clicks as clicks_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.spend <> in_mart.spend
    or in_facts.clicks <> in_mart.clicks
