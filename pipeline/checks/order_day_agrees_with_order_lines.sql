/*
title    = "agg_order_day has the sums of fct_order_line"
about    = "Orders, units, sales and refunds of each day are the same in the mart as in the order lines."
owner    = "finance-analytics"
severity = "stop"
table    = "agg_order_day"
day      = "period_of_both"
*/
with in_facts as (
    select
        fact.ordered_on as period,
        count(distinct case when fact.kind = 'sale' then fact.order_id end) as orders,
        sum(case when fact.kind = 'sale' then fact.amount else 0 end) as sales,
        sum(case when fact.kind = 'refund' then -fact.amount else 0 end + coalesce(fact.refunded_amount, 0)) as refunds
    from fct_order_line as fact
    where fact.kind in ('sale', 'refund')
    group by fact.ordered_on
),

in_mart as (
    select
        mart.ordered_on as period,
        sum(mart.orders) as orders,
        sum(mart.sales) as sales,
        sum(mart.refunds) as refunds
    from agg_order_day as mart
    where mart.counted = 'all'
    group by mart.ordered_on
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.orders as orders_in_facts,
    in_mart.orders as orders_in_mart,
    in_facts.sales as sales_in_facts,
    in_mart.sales as sales_in_mart,
    in_facts.refunds as refunds_in_facts,
    in_mart.refunds as refunds_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.orders <> in_mart.orders
    or in_facts.sales <> in_mart.sales
    or in_facts.refunds <> in_mart.refunds
