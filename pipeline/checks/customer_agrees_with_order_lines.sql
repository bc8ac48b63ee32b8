/*
title    = "agg_customer has the sums of fct_order_line"
about    = "Sales to each known customer are the same in the mart as in the order lines."
owner    = "finance-analytics"
severity = "stop"
table    = "agg_customer"
*/
with in_facts as (
    select
        fact.user_id,
        sum(fact.amount) as total
    from fct_order_line as fact
    where fact.user_id is not null and fact.kind = 'sale'
    group by fact.user_id
)

select
    coalesce(in_facts.user_id, in_mart.user_id) as user_of_both,
    in_facts.total as total_in_facts,
    in_mart.sales as total_in_mart
from in_facts
full outer join agg_customer as in_mart
    on in_facts.user_id = in_mart.user_id
where
    in_facts.user_id is null
    or in_mart.user_id is null
    or in_facts.total <> in_mart.sales
