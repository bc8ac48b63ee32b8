/*
into    = "raw_groups_carts"
from    = "{data}/groups_carts/*.csv"
key     = ["id"]
version = "updated_at"
about   = "Who is in a group, and for how many units."

[pii]
user_id = "pseudonymous"
*/
select
    id,
    group_id,
    user_id,
    cast(quantity as integer) as quantity,
    cast(created_at as timestamp) as created_at,
    cast(updated_at as timestamp) as updated_at
from source
