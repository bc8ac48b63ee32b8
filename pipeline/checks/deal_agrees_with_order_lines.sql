/*
title    = "agg_deal has the sales of fct_order_line"
about    = "Each deal with order lines has the same sales in the mart as in the facts."
owner    = "marketplace"
severity = "stop"
table    = "agg_deal"
*/
with in_facts as (
    select
        fact.deal_id as period,
        sum(fact.amount) as sales
    from fct_order_line as fact
    where fact.kind = 'sale' and fact.deal_id in (select deal.deal_id from fct_group_deal as deal)
    group by fact.deal_id
),

in_mart as (
    select
        mart.deal_id as period,
        sum(mart.sales) as sales
    from agg_deal as mart
    where mart.orders > 0
    group by mart.deal_id
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.sales as sales_in_facts,
    in_mart.sales as sales_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.sales <> in_mart.sales
