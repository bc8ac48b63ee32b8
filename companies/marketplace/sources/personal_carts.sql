/*
into    = "raw_personal_carts"
from    = "{data}/personal_carts/*.csv"
key     = ["id"]
version = "created_at"
about   = "What somebody buys alone."

[pii]
user_id = "pseudonymous"
*/
select
    id,
    user_id,
    product_id,
    cast(quantity as integer) as quantity,
    cast(created_at as timestamp) as created_at
from source
