/*
into    = "raw_product_names"
from    = "{data}/product_names.csv"
key     = ["id"]
version = "created_at"
about   = "What a product is called, and its category."
*/
select
    id,
    name,
    category_id,
    cast(created_at as timestamp) as created_at
from source
