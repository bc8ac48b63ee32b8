/*
title    = "agg_deal has the members of fct_deal_member"
about    = "Each deal has as many distinct members in the mart as in the facts."
owner    = "marketplace"
severity = "stop"
table    = "agg_deal"
*/
with in_facts as (
    select
        fact.deal_id as period,
        count(distinct fact.user_id) as members
    from fct_deal_member as fact
    where fact.deal_id in (select deal.deal_id from fct_group_deal as deal)
    group by fact.deal_id
),

in_mart as (
    select
        mart.deal_id as period,
        sum(mart.members) as members
    from agg_deal as mart
    where mart.members > 0
    group by mart.deal_id
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.members as members_in_facts,
    in_mart.members as members_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.members <> in_mart.members
