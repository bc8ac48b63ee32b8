/*
into  = "fct_marketing_spend"
from  = "{data}/marketing_spend/*.csv"
key   = ["spent_on", "channel", "campaign_id"]
about = "What each campaign showed, got and cost on each day; a corrected day comes again with a later updated_at."
*/
select
    cast(day as date) as spent_on,
    lower(trim(channel)) as channel,
    coalesce(nullif(trim(campaign_id), ''), 'none') as campaign_id,
    cast(updated_at as timestamp) as version_at,
    cast(impressions as bigint) as impressions,
    cast(clicks as bigint) as clicks,
    cast(spend as decimal(18, 4)) as spend,
    cast(fixed as boolean) as fixed
from source
