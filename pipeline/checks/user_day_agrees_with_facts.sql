/*
title    = "agg_user_day has the actions of the facts"
about    = "Each day has as many actions in the mart as interactions and orders of known customers."
owner    = "data-platform"
severity = "stop"
table    = "agg_user_day"
day      = "period_of_both"
*/
with in_facts as (
    select
        fact.occurred_on as period,
        count(*) as actions
    from fct_interaction as fact
    group by fact.occurred_on
    union all
    select
        line.ordered_on as period,
        count(distinct line.user_id || ' ' || line.order_id) as actions
    from fct_order_line as line
    where line.user_id is not null and line.kind = 'sale'
    group by line.ordered_on
),

by_day as (
    select
        in_facts.period,
        sum(in_facts.actions) as total
    from in_facts
    group by in_facts.period
),

in_mart as (
    select
        user_day.activity_on as period,
        sum(user_day.actions) as total
    from agg_user_day as user_day
    group by user_day.activity_on
)

select
    coalesce(by_day.period, in_mart.period) as period_of_both,
    by_day.total as total_in_facts,
    in_mart.total as total_in_mart
from by_day
full outer join in_mart
    on by_day.period = in_mart.period
where
    by_day.period is null
    or in_mart.period is null
    or by_day.total <> in_mart.total
