/*
title    = "agg_feed_day has the views, likes and users of fct_interaction"
about    = "Views and likes of each day, told apart by every dimension, and viewers and likers over all, are those of the interactions in the feed."
owner    = "feed-team"
severity = "stop"
table    = "agg_feed_day"
day      = "period_of_both"
*/
with in_facts as (
    select
        fact.occurred_on as period,
        count(case when fact.action = 'view' then 1 end) as views,
        count(case when fact.action = 'like' then 1 end) as likes,
        count(distinct case when fact.action = 'view' then fact.user_id end) as viewers,
        count(distinct case when fact.action = 'like' then fact.user_id end) as likers
    from fct_interaction as fact
    where fact.surface = 'feed' and fact.action in ('view', 'like')
    group by fact.occurred_on
),

in_mart as (
    select
        mart.feed_on as period,
        sum(mart.views) as views,
        sum(mart.likes) as likes,
        sum(case when mart.dimension = 'all' then mart.viewers else 0 end) as viewers,
        sum(case when mart.dimension = 'all' then mart.likers else 0 end) as likers
    from agg_feed_day as mart
    group by mart.feed_on
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.views as views_in_facts,
    in_mart.views as views_in_mart,
    in_facts.likes as likes_in_facts,
    in_mart.likes as likes_in_mart,
    in_facts.viewers as viewers_in_facts,
    in_mart.viewers as viewers_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.views * 6 <> in_mart.views
    or in_facts.likes * 6 <> in_mart.likes
    or in_facts.viewers <> in_mart.viewers
    or in_facts.likers <> in_mart.likers
