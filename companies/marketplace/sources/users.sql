/*
into  = "dim_user"
from  = "{data}/users.csv"
key   = ["user_id"]
about = "The marketplace's own table of users; the latest row of a user counts."

[pii]
id         = "pseudonymous"
gender     = "personal"
birth_year = "personal"

[[prepare]]
step    = "nulls"
columns = ["source", "campaign_id", "country", "city", "os", "gender", "birth_year", "company_size", "industry"]
words   = ["", "n/a", "null", "none", "(none)", "(not set)", "unknown"]

[[prepare]]
step    = "country"
columns = ["country"]
*/
select
    id as user_id,
    cast(updated_at as timestamp) as updated_at,
    cast(created_at as timestamp) as signed_up_at,
    source,
    campaign_id,
    country,
    city,
    os,
    gender,
    cast(birth_year as integer) as birth_year,
    company_size,
    industry
from source
