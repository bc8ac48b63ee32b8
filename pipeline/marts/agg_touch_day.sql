/*
title     = "Marketing touchpoints x day"
about     = "Contacts and conversions of each day, per campaign, per channel and over all. Users are distinct at each level and do not add up."
owner     = "marketing"
grain     = ["touched_on", "counted", "channel", "campaign"]
partition = "touched_on"

[columns]
touched_on       = "day, UTC"
counted          = "campaign (of a channel), channel (all its campaigns) or all"
channel          = "search, social, email, ...; 'all' where all are counted"
campaign         = "campaign; 'none' for no campaign, 'all' where all are counted"
touches          = "count of contacts"
users            = "count of distinct users touched"
conversions      = "count of contacts that are the conversion itself"
converted_users  = "count of distinct users who converted"
conversion_value = "company currency"
*/
select
    touch.touched_on,
    'campaign' as counted,
    touch.channel,
    coalesce(touch.campaign_id, 'none') as campaign,
    count(*) as touches,
    count(distinct touch.user_id) as users,
    count(case when touch.converted then 1 end) as conversions,
    count(distinct case when touch.converted then touch.user_id end) as converted_users,
    coalesce(sum(case when touch.converted then touch.value end), 0) as conversion_value
from fct_touchpoint as touch
group by touch.touched_on, touch.channel, coalesce(touch.campaign_id, 'none')
union all
select
    touch.touched_on,
    'channel' as counted,
    touch.channel,
    'all' as campaign,
    count(*) as touches,
    count(distinct touch.user_id) as users,
    count(case when touch.converted then 1 end) as conversions,
    count(distinct case when touch.converted then touch.user_id end) as converted_users,
    coalesce(sum(case when touch.converted then touch.value end), 0) as conversion_value
from fct_touchpoint as touch
group by touch.touched_on, touch.channel
union all
select
    touch.touched_on,
    'all' as counted,
    'all' as channel,
    'all' as campaign,
    count(*) as touches,
    count(distinct touch.user_id) as users,
    count(case when touch.converted then 1 end) as conversions,
    count(distinct case when touch.converted then touch.user_id end) as converted_users,
    coalesce(sum(case when touch.converted then touch.value end), 0) as conversion_value
from fct_touchpoint as touch
group by touch.touched_on
