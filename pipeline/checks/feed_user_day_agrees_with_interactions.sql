/*
title    = "agg_feed_user_day has the views and likes of fct_interaction"
about    = "Views, likes and users of each day are the same in the mart as in the interactions in the feed."
owner    = "feed-team"
severity = "stop"
table    = "agg_feed_user_day"
day      = "period_of_both"
*/
with in_facts as (
    select
        fact.occurred_on as period,
        count(distinct fact.user_id) as users,
        count(case when fact.action = 'view' then 1 end) as views,
        count(case when fact.action = 'like' then 1 end) as likes
    from fct_interaction as fact
    where fact.surface = 'feed' and fact.action in ('view', 'like')
    group by fact.occurred_on
),

in_mart as (
    select
        mart.feed_on as period,
        count(distinct mart.user_id) as users,
        sum(mart.views) as views,
        sum(mart.likes) as likes
    from agg_feed_user_day as mart
    group by mart.feed_on
)

select
    coalesce(in_facts.period, in_mart.period) as period_of_both,
    in_facts.users as users_in_facts,
    in_mart.users as users_in_mart,
    in_facts.views as views_in_facts,
    in_mart.views as views_in_mart,
    in_facts.likes as likes_in_facts,
    in_mart.likes as likes_in_mart
from in_facts
full outer join in_mart
    on in_facts.period = in_mart.period
where
    in_facts.period is null
    or in_mart.period is null
    or in_facts.users <> in_mart.users
    or in_facts.views <> in_mart.views
    or in_facts.likes <> in_mart.likes
