/*
into   = "dim_user"
from   = "{data}/events/*"
format = "ndjson"
key    = ["user_id"]
about  = "Who the users are, as their latest event says."

[pii]
user_id         = "pseudonymous"
amplitude_id    = "pseudonymous"
user_properties = "personal"

[[prepare]]
step    = "nulls"
columns = ["user_id", "country", "city", "os_name"]
words   = ["", "n/a", "null", "none", "(none)", "(not set)", "unknown"]

[[prepare]]
step    = "country"
columns = ["country"]
*/
select
    coalesce(user_id, 'amplitude-' || amplitude_id) as user_id,
    cast(server_received_time as timestamp) as updated_at,
    country,
    city,
    os_name as os,
    nullif(user_properties, '{}') as attributes
from source
