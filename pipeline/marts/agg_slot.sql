/*
title     = "Quarter of an hour x surface x action"
about     = "What was done in each quarter of an hour. Users are distinct and do not add up, so they are counted anew at each level: per action, per surface, and over all."
owner     = "data-platform"
grain     = ["slot_from", "counted", "surface", "action"]
partition = "slot_on"

[columns]
slot_on       = "day of the slot, UTC"
slot_from     = "start of the quarter of an hour, UTC"
counted       = "action (of a surface), surface (all its actions) or all (everything)"
surface       = "feed, messenger, shop or app; 'all' where all are counted"
action        = "view, like, message, ...; 'all' where all are counted"
actions       = "count of interactions"
users         = "count of distinct users"
value_sum     = "company currency, or the action's own measure, added up"
latency_sum   = "milliseconds, added up"
latency_count = "count of interactions whose latency is known"
*/
select
    event.occurred_on as slot_on,
    event.slot_15m as slot_from,
    'action' as counted,
    event.surface,
    event.action,
    count(*) as actions,
    count(distinct event.user_id) as users,
    coalesce(sum(event.value), 0) as value_sum,
    cast(coalesce(sum(event.latency_ms), 0) as bigint) as latency_sum,
    count(event.latency_ms) as latency_count
from fct_interaction as event
group by event.occurred_on, event.slot_15m, event.surface, event.action
union all
select
    event.occurred_on as slot_on,
    event.slot_15m as slot_from,
    'surface' as counted,
    event.surface,
    'all' as action,
    count(*) as actions,
    count(distinct event.user_id) as users,
    coalesce(sum(event.value), 0) as value_sum,
    cast(coalesce(sum(event.latency_ms), 0) as bigint) as latency_sum,
    count(event.latency_ms) as latency_count
from fct_interaction as event
group by event.occurred_on, event.slot_15m, event.surface
union all
select
    event.occurred_on as slot_on,
    event.slot_15m as slot_from,
    'all' as counted,
    'all' as surface,
    'all' as action,
    count(*) as actions,
    count(distinct event.user_id) as users,
    coalesce(sum(event.value), 0) as value_sum,
    cast(coalesce(sum(event.latency_ms), 0) as bigint) as latency_sum,
    count(event.latency_ms) as latency_count
from fct_interaction as event
group by event.occurred_on, event.slot_15m
