/*
title    = "The channels of agg_order_day add up to all"
about    = "Sales, refunds and units of the channels of each day are those of the order lines."
owner    = "finance-analytics"
severity = "stop"
table    = "agg_order_day"
day      = "period_of_both"
*/
with in_facts as (
    select
        fact.ordered_on as period,
        sum(case when fact.kind = 'sale' then fact.amount else 0 end) as sales,
        sum(case when fact.kind = 'sale' then fact.quantity else 0 end) as units
    from fct_order_line as fact
    where fact.kind in ('sale', 'refund')
    group by fact.ordered_on
),

in_mart as (
    select
        mart.ordered_on as period,
        sum(mart.sales) as sales,
        sum(mart.units) as units
    from agg_order_day as mart
    where mart.counted = 'channel'
    group by mart.ordered_on
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.sales as sales_in_facts,
    in_mart.sales as sales_in_mart,
    in_facts.units as units_in_facts,
    in_mart.units as units_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.sales <> in_mart.sales
    or in_facts.units <> in_mart.units
