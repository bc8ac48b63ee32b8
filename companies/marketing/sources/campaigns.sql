/*
into  = "dim_campaign"
from  = "{data}/campaigns.csv"
key   = ["campaign_id"]
about = "What ran, where and when."
*/
select
    id as campaign_id,
    cast(updated_at as timestamp) as updated_at,
    name,
    lower(trim(channel)) as channel,
    cast(started_at as timestamp) as started_at,
    cast(ended_at as timestamp) as ended_at
from source
