/*
into   = "fct_interaction"
from   = "{data}/events/*"
format = "ndjson"
key    = ["interaction_id"]
about  = "One row per event. A retry sends an event again under the same $insert_id; a client's clock that is more than a day off is replaced by the server's."

[pii]
user_id           = "pseudonymous"
amplitude_id      = "pseudonymous"
event_properties  = "personal"

[[prepare]]
step    = "nulls"
columns = ["user_id", "country", "city", "os_name"]
words   = ["", "n/a", "null", "none", "(none)", "(not set)", "unknown"]

[[prepare]]
step    = "country"
columns = ["country"]

[[prepare]]
step    = "bound"
columns = ["occurred_at"]
to      = "received_at"
hours   = 24

[[prepare]]
step    = "encode"
columns = ["action"]
values  = { "[amplitude] start session" = "session_start", "[amplitude] end session" = "session_end", "page viewed" = "page_view", "$pageview" = "page_view" }

[[prepare]]
step = "deduplicate"
*/
select
    "$insert_id" as interaction_id,
    cast(client_event_time as timestamp) as occurred_at,
    cast(server_received_time as timestamp) as received_at,
    coalesce(user_id, 'amplitude-' || amplitude_id) as user_id,
    json_extract_string(event_properties, '$.product_id') as product_id,
    coalesce(json_extract_string(event_properties, '$.surface'), 'app') as surface,
    lower(event_type) as action,
    case
        when session_id <> '-1'
            then coalesce(user_id, 'amplitude-' || amplitude_id) || '-' || session_id
    end as session_id,
    os_name as os,
    country,
    city,
    cast(json_extract_string(event_properties, '$.value') as decimal(18, 4)) as value,
    cast(json_extract_string(event_properties, '$.latency_ms') as integer) as latency_ms,
    event_properties as properties
from source
