/*
title    = "agg_week_user has the actions of agg_user_day"
about    = "Actions of each week are the same in the weeks of users as in their days."
owner    = "growth-analytics"
severity = "stop"
table    = "agg_week_user"
*/
with in_facts as (
    select
        cast(date_trunc('week', fact.activity_on) as date) as period,
        sum(fact.actions) as actions
    from agg_user_day as fact
    group by cast(date_trunc('week', fact.activity_on) as date)
),

in_mart as (
    select
        mart.week_on as period,
        sum(mart.actions) as actions
    from agg_week_user as mart
    where mart.surface = 'all' and mart.state <> 'churned'
    group by mart.week_on
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.actions as actions_in_facts,
    in_mart.actions as actions_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.actions <> in_mart.actions
