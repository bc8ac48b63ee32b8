/*
into  = "dim_user"
from  = "{data}/users.csv"
key   = ["user_id"]
about = "The app's own table of sign-ups."

[pii]
user_id = "pseudonymous"
gender  = "personal"
age     = "personal"
*/
select
    user_id,
    cast(signed_up_at as timestamp) as updated_at,
    cast(signed_up_at as timestamp) as signed_up_at,
    source,
    nullif(campaign_id, '') as campaign_id,
    country,
    city,
    os,
    gender,
    year(cast(signed_up_at as timestamp)) - cast(age as integer) as birth_year
from source
