/*
into  = "fct_interaction"
from  = "{data}/message_actions/*.csv"
key   = ["interaction_id"]
about = "One row per message sent."

[pii]
user_id     = "pseudonymous"
receiver_id = "pseudonymous"

[[prepare]]
step    = "nulls"
columns = ["source", "os", "country", "city"]
words   = ["", "n/a", "null", "none", "(none)", "(not set)", "unknown"]

[[prepare]]
step    = "country"
columns = ["country"]
*/
select
    'message-' || user_id || '-' || receiver_id || '-' || time || '-'
    || row_number() over (
        partition by source_file, user_id, receiver_id, time order by source_line
    ) as interaction_id,
    cast(time as timestamp) as occurred_at,
    user_id,
    receiver_id as peer_user_id,
    'messenger' as surface,
    'message' as action,
    source,
    os,
    country,
    city
from source
