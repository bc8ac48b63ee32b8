/*
title    = "All contacts of agg_touch_day are those of fct_touchpoint"
about    = "Distinct users of each day are as many in the mart as in the facts."
owner    = "marketing"
severity = "stop"
table    = "agg_touch_day"
day      = "period_of_both"
*/
with in_facts as (
    select
        fact.touched_on as period,
        count(*) as touches,
        count(distinct fact.user_id) as users
    from fct_touchpoint as fact
    group by fact.touched_on
),

in_mart as (
    select
        mart.touched_on as period,
        sum(mart.touches) as touches,
        sum(mart.users) as users
    from agg_touch_day as mart
    where mart.counted = 'all'
    group by mart.touched_on
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.touches as touches_in_facts,
    in_mart.touches as touches_in_mart,
    in_facts.users as users_in_facts,
    in_mart.users as users_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.touches <> in_mart.touches
    or in_facts.users <> in_mart.users
