/*
into    = "raw_products"
from    = "{data}/products.csv"
key     = ["id"]
version = "updated_at"
about   = "What a vendor sells under a product name."
*/
select
    id,
    name_id,
    vendor_id,
    cast(price as decimal(18, 4)) as price,
    cast(created_at as timestamp) as created_at,
    cast(updated_at as timestamp) as updated_at
from source
