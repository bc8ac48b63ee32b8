/*
into  = "fct_interaction"
from  = "{data}/feed_actions/*.csv"
key   = ["interaction_id"]
about = "One row per view or like of a post. The source has no event id: equal rows of one file are told apart by their order."

[pii]
user_id = "pseudonymous"
gender  = "personal"
age     = "personal"
*/
select
    'feed-' || user_id || '-' || post_id || '-' || action || '-' || time || '-'
    || row_number() over (
        partition by source_file, user_id, post_id, action, time order by source_line
    ) as interaction_id,
    cast(time as timestamp) as occurred_at,
    user_id,
    'post-' || post_id as product_id,
    'feed' as surface,
    action,
    source,
    os,
    country,
    city,
    json_object('gender', gender, 'age', age) as properties
from source
