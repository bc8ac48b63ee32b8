/*
into  = "fct_touchpoint"
from  = "{data}/touchpoints/*.csv"
key   = ["touch_id"]
about = "Each contact of a user with marketing; the conversion is the touch that is marked so."

[pii]
user_id = "pseudonymous"

[[prepare]]
step = "deduplicate"
*/
select
    id as touch_id,
    cast(time as timestamp) as touched_at,
    user_id,
    lower(trim(channel)) as channel,
    nullif(trim(campaign_id), '') as campaign_id,
    cast(converted as boolean) as converted,
    cast(value as decimal(18, 4)) as value
from source
