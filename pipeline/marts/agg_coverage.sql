/*
title = "What data there is"
about = "First and last day and rows of each subject. A page or metric whose subject has no row here says what to connect."
owner = "data-platform"
grain = ["subject"]

[columns]
subject  = "commerce, deals, members (of deals), marketing, touchpoints, experiments, leads, sessions, latency, feed, messenger, shop, app (a surface of fct_interaction), or activity (all of them)"
first_on = "day, UTC"
last_on  = "day, UTC"
fact_rows = "count of rows behind it"
*/
select
    'commerce' as subject,
    min(line.ordered_on) as first_on,
    max(line.ordered_on) as last_on,
    count(*) as fact_rows
from fct_order_line as line
having count(*) > 0
union all
select
    slot.surface as subject,
    min(slot.slot_on) as first_on,
    max(slot.slot_on) as last_on,
    cast(sum(slot.actions) as bigint) as fact_rows
from agg_slot as slot
where slot.counted = 'surface' and slot.surface in ('feed', 'messenger', 'shop', 'app')
group by slot.surface
union all
select
    'activity' as subject,
    min(day.activity_on) as first_on,
    max(day.activity_on) as last_on,
    count(*) as fact_rows
from agg_user_day as day
having count(*) > 0
union all
select
    'sessions' as subject,
    min(part.event_on) as first_on,
    max(part.event_on) as last_on,
    count(*) as fact_rows
from agg_session_day as part
having count(*) > 0
union all
select
    'latency' as subject,
    min(latency.slot_on) as first_on,
    max(latency.slot_on) as last_on,
    cast(sum(latency.requests) as bigint) as fact_rows
from agg_latency_day as latency
having count(*) > 0
union all
select
    'deals' as subject,
    min(deal.opened_on) as first_on,
    max(deal.opened_on) as last_on,
    count(*) as fact_rows
from agg_deal as deal
having count(*) > 0
union all
select
    'members' as subject,
    min(member.joined_on) as first_on,
    max(member.joined_on) as last_on,
    count(*) as fact_rows
from fct_deal_member as member
having count(*) > 0
union all
select
    'marketing' as subject,
    min(spend.spent_on) as first_on,
    max(spend.spent_on) as last_on,
    count(*) as fact_rows
from agg_spend_day as spend
having count(*) > 0
union all
select
    'touchpoints' as subject,
    min(touch.touched_on) as first_on,
    max(touch.touched_on) as last_on,
    cast(sum(touch.touches) as bigint) as fact_rows
from agg_touch_day as touch
where touch.counted = 'all'
having count(*) > 0
union all
select
    'experiments' as subject,
    min(exposure.exposed_on) as first_on,
    max(exposure.exposed_on) as last_on,
    cast(sum(exposure.users) as bigint) as fact_rows
from agg_exposure_day as exposure
having count(*) > 0
union all
select
    'leads' as subject,
    min(lead.created_on) as first_on,
    max(lead.created_on) as last_on,
    count(*) as fact_rows
from fct_lead as lead
having count(*) > 0
