/*
into    = "raw_groups"
from    = "{data}/groups/*.csv"
key     = ["id"]
version = "updated_at"
about   = "Groups that form around a deal; the latest row of a group tells its status."
*/
select
    id,
    group_deals_id,
    lower(trim(status)) as status,
    cast(created_at as timestamp) as created_at,
    cast(updated_at as timestamp) as updated_at
from source
