/*
title     = "Session x day"
about     = "What each session did on each day; a session over midnight has two rows. The parts from which sessions are put together."
owner     = "data-platform"
grain     = ["event_on", "user_id", "session_id"]
partition = "event_on"

[columns]
event_on         = "day, UTC"
user_id          = "whose session"
session_id       = "as the source says, else found by a pause of 30 minutes"
first_at         = "first interaction of the day, UTC"
last_at          = "last interaction of the day, UTC"
events           = "count of interactions"
feed_events      = "count of interactions in the feed"
messenger_events = "count of interactions in the messenger"
shop_events      = "count of interactions in the shop"
app_events       = "count of interactions in the app itself"
*/
select
    event.occurred_on as event_on,
    event.user_id,
    event.session_id,
    min(event.occurred_at) as first_at,
    max(event.occurred_at) as last_at,
    count(*) as events,
    count(case when event.surface = 'feed' then 1 end) as feed_events,
    count(case when event.surface = 'messenger' then 1 end) as messenger_events,
    count(case when event.surface = 'shop' then 1 end) as shop_events,
    count(case when event.surface = 'app' then 1 end) as app_events
from fct_interaction as event
where event.session_id is not null
group by event.occurred_on, event.user_id, event.session_id
