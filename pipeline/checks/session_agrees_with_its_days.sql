/*
title    = "agg_session has the interactions of agg_session_day"
about    = "By the user's first letter, sessions are as many and have as many interactions as their days say."
owner    = "data-platform"
severity = "stop"
table    = "agg_session"
*/
with in_facts as (
    select
        substring(fact.user_id, 1, 1) as period,
        sum(fact.events) as events,
        count(distinct fact.user_id || ' ' || fact.session_id) as sessions
    from agg_session_day as fact
    group by substring(fact.user_id, 1, 1)
),

in_mart as (
    select
        substring(mart.user_id, 1, 1) as period,
        sum(mart.events) as events,
        count(*) as sessions
    from agg_session as mart
    group by substring(mart.user_id, 1, 1)
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.events as events_in_facts,
    in_mart.events as events_in_mart,
    in_facts.sessions as sessions_in_facts,
    in_mart.sessions as sessions_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.events <> in_mart.events
    or in_facts.sessions <> in_mart.sessions
