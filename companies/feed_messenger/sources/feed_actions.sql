/*
into  = "fct_interaction"
from  = "{data}/feed_actions/*.csv"
key   = ["interaction_id"]
about = "One row per view or like of a post. The source has no event id: equal rows of one file are told apart by their order."

[pii]
user_id = "pseudonymous"

[[prepare]]
step    = "nulls"
columns = ["source", "os", "country", "city"]
words   = ["", "n/a", "null", "none", "(none)", "(not set)", "unknown"]

[[prepare]]
step    = "country"
columns = ["country"]

[[prepare]]
step    = "encode"
columns = ["action"]
values  = { viewed = "view", impression = "view", liked = "like", like_post = "like" }
*/
select
    'feed-' || user_id || '-' || post_id || '-' || lower(action) || '-' || time || '-'
    || row_number() over (
        partition by source_file, user_id, post_id, lower(action), time
        order by source_line
    ) as interaction_id,
    cast(time as timestamp) as occurred_at,
    user_id,
    'post-' || post_id as product_id,
    'feed' as surface,
    lower(action) as action,
    source,
    os,
    country,
    city
from source
