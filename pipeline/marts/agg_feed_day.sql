/*
title     = "Feed x day, by one dimension at a time"
about     = "What was viewed and liked in the feed on each day, and by how many: for all, and for the values of one dimension at a time. Views and likes add up. Viewers and likers are distinct, and add up neither over days nor over values: one user may be seen in two cities."
owner     = "feed-team"
grain     = ["feed_on", "dimension", "segment"]
partition = "feed_on"

[columns]
feed_on   = "day, UTC"
dimension = "all, country, city, source, os or category: what is told apart"
segment   = "value of the dimension; 'all' for all, 'unknown' where it is not known. Country, city, source and os are those of the interaction, else of the user; category is the post's"
views     = "count of posts viewed"
likes     = "count of likes"
viewers   = "count of distinct users who viewed a post"
likers    = "count of distinct users who liked one"
*/
with category_day as (
    select
        event.occurred_on as feed_on,
        event.user_id,
        coalesce(post.category, 'unknown') as category,
        cast(count(case when event.action = 'view' then 1 end) as bigint) as views,
        cast(count(case when event.action = 'like' then 1 end) as bigint) as likes
    from fct_interaction as event
    left join dim_product as post
        on event.product_id = post.product_id
    where event.surface = 'feed' and event.action in ('view', 'like')
    group by event.occurred_on, event.user_id, coalesce(post.category, 'unknown')
),

told_apart as (
    select
        day.feed_on,
        'all' as dimension,
        'all' as segment,
        day.user_id,
        day.views,
        day.likes
    from agg_feed_user_day as day
    union all
    select
        day.feed_on,
        'country' as dimension,
        day.country as segment,
        day.user_id,
        day.views,
        day.likes
    from agg_feed_user_day as day
    union all
    select
        day.feed_on,
        'city' as dimension,
        day.city as segment,
        day.user_id,
        day.views,
        day.likes
    from agg_feed_user_day as day
    union all
    select
        day.feed_on,
        'source' as dimension,
        day.source as segment,
        day.user_id,
        day.views,
        day.likes
    from agg_feed_user_day as day
    union all
    select
        day.feed_on,
        'os' as dimension,
        day.os as segment,
        day.user_id,
        day.views,
        day.likes
    from agg_feed_user_day as day
    union all
    select
        day.feed_on,
        'category' as dimension,
        day.category as segment,
        day.user_id,
        day.views,
        day.likes
    from category_day as day
)

select
    told_apart.feed_on,
    told_apart.dimension,
    told_apart.segment,
    cast(sum(told_apart.views) as bigint) as views,
    cast(sum(told_apart.likes) as bigint) as likes,
    count(distinct case when told_apart.views > 0 then told_apart.user_id end) as viewers,
    count(distinct case when told_apart.likes > 0 then told_apart.user_id end) as likers
from told_apart
group by told_apart.feed_on, told_apart.dimension, told_apart.segment
