/*
title = "Sessions"
about = "One row per session: when, how long, what for. A bounce is a session of a single interaction."
owner = "data-platform"
grain = ["user_id", "session_id"]
keyed = "user_id"

[columns]
user_id          = "whose session"
session_id       = "as the source says, else found by a pause of 30 minutes"
started_on       = "day of the first interaction, UTC"
started_at       = "first interaction, UTC"
ended_at         = "last interaction, UTC"
duration_seconds = "seconds from the first interaction to the last; 0 for a bounce"
events           = "count of interactions"
surfaces         = "count of feed, messenger, shop and app that it touched"
feed_events      = "count of interactions in the feed"
messenger_events = "count of interactions in the messenger"
shop_events      = "count of interactions in the shop"
app_events       = "count of interactions in the app itself"
bounce           = "1 for a session of one interaction, else 0"
*/
with whole as (
    select
        part.user_id,
        part.session_id,
        min(part.event_on) as started_on,
        min(part.first_at) as started_at,
        max(part.last_at) as ended_at,
        cast(sum(part.events) as bigint) as events,
        cast(sum(part.feed_events) as bigint) as feed_events,
        cast(sum(part.messenger_events) as bigint) as messenger_events,
        cast(sum(part.shop_events) as bigint) as shop_events,
        cast(sum(part.app_events) as bigint) as app_events
    from agg_session_day as part
    group by part.user_id, part.session_id
)

select
    whole.user_id,
    whole.session_id,
    whole.started_on,
    whole.started_at,
    whole.ended_at,
    date_diff(
        'second', date_trunc('second', whole.started_at), date_trunc('second', whole.ended_at)
    ) as duration_seconds,
    whole.events,
    case when whole.feed_events > 0 then 1 else 0 end
    + case when whole.messenger_events > 0 then 1 else 0 end
    + case when whole.shop_events > 0 then 1 else 0 end
    + case when whole.app_events > 0 then 1 else 0 end as surfaces,
    whole.feed_events,
    whole.messenger_events,
    whole.shop_events,
    whole.app_events,
    case when whole.events = 1 then 1 else 0 end as bounce
from whole
