/*
title     = "Feed x user x day"
about     = "What each user viewed and liked in the feed on each day, by where and on what: one row, unless a user was in two places or on two systems that day."
owner     = "feed-team"
grain     = ["feed_on", "user_id", "country", "city", "source", "os"]
partition = "feed_on"

[columns]
feed_on = "day, UTC"
user_id = "who viewed or liked"
country = "as the interaction says, else of the user; 'unknown' where neither says"
city    = "likewise"
source  = "likewise"
os      = "operating system, likewise"
views   = "count of posts viewed"
likes   = "count of likes"
*/
select
    event.occurred_on as feed_on,
    event.user_id,
    coalesce(event.country, person.country, 'unknown') as country,
    coalesce(event.city, person.city, 'unknown') as city,
    coalesce(event.source, person.source, 'unknown') as source,
    coalesce(event.os, person.os, 'unknown') as os,
    count(case when event.action = 'view' then 1 end) as views,
    count(case when event.action = 'like' then 1 end) as likes
from fct_interaction as event
left join dim_user as person
    on event.user_id = person.user_id
where event.surface = 'feed' and event.action in ('view', 'like')
group by
    event.occurred_on,
    event.user_id,
    coalesce(event.country, person.country, 'unknown'),
    coalesce(event.city, person.city, 'unknown'),
    coalesce(event.source, person.source, 'unknown'),
    coalesce(event.os, person.os, 'unknown')
