/*
into    = "raw_group_deals"
from    = "{data}/group_deals/*.csv"
key     = ["id"]
version = "updated_at"
about   = "Offers at a group price."
*/
select
    id,
    product_id,
    cast(group_price as decimal(18, 4)) as group_price,
    cast(max_group_member as integer) as max_group_member,
    cast(effective_from as timestamp) as effective_from,
    cast(effective_to as timestamp) as effective_to,
    cast(created_at as timestamp) as created_at,
    cast(updated_at as timestamp) as updated_at
from source
