/*
title    = "agg_customer_month has the sums of fct_order_line"
about    = "Sales to known customers of each month are the same in the mart as in the order lines."
owner    = "finance-analytics"
severity = "stop"
table    = "agg_customer_month"
*/
with in_facts as (
    select
        cast(date_trunc('month', fact.ordered_on) as date) as period,
        sum(fact.amount) as total
    from fct_order_line as fact
    where fact.user_id is not null and fact.kind = 'sale'
    group by cast(date_trunc('month', fact.ordered_on) as date)
),

in_mart as (
    select
        mart.ordered_month as period,
        sum(mart.sales) as total
    from agg_customer_month as mart
    group by mart.ordered_month
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.total as total_in_facts,
    in_mart.total as total_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.total <> in_mart.total
