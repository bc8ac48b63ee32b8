/*
into    = "raw_orders"
from    = "{data}/orders/*.csv"
key     = ["id"]
version = "updated_at"
about   = "Orders of a group cart or of a personal cart; the latest row of an order tells its status, in any case."

[pii]
user_id = "pseudonymous"
*/
select
    id,
    nullif(groups_carts_id, '') as groups_carts_id,
    nullif(personal_cart_id, '') as personal_cart_id,
    user_id,
    lower(trim(status)) as status,
    cast(total_amount as decimal(18, 4)) as total_amount,
    cast(discount as decimal(18, 4)) as discount,
    cast(refunded_amount as decimal(18, 4)) as refunded_amount,
    cast(refunded_at as timestamp) as refunded_at,
    cast(created_at as timestamp) as created_at,
    cast(updated_at as timestamp) as updated_at
from source
