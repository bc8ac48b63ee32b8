/*
title    = "agg_message_day has the sums of fct_interaction"
about    = "Messages of each day are as many in the mart as in the interactions."
owner    = "messenger-team"
severity = "stop"
table    = "agg_message_day"
day      = "period_of_both"
*/
with in_facts as (
    select
        fact.occurred_on as period,
        count(*) as total
    from fct_interaction as fact
    where fact.action = 'message' and fact.peer_user_id is not null
    group by fact.occurred_on
),

in_mart as (
    select
        mart.sent_on as period,
        sum(mart.messages) as total
    from agg_message_day as mart
    group by mart.sent_on
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
