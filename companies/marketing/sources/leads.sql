/*
into  = "fct_lead"
from  = "{data}/leads/*.csv"
key   = ["lead_id"]
about = "Business leads; the latest row of a lead tells its stage."

[pii]
user_id = "pseudonymous"
*/
select
    id as lead_id,
    cast(updated_at as timestamp) as version_at,
    cast(created_at as timestamp) as created_at,
    nullif(user_id, '') as user_id,
    source,
    nullif(campaign_id, '') as campaign_id,
    lower(trim(stage)) as stage,
    cast(closed_at as timestamp) as closed_at,
    cast(value as decimal(18, 4)) as value,
    nullif(company_size, '') as company_size,
    nullif(industry, '') as industry
from source
