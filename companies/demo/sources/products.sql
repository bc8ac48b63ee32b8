/*
into  = "dim_product"
from  = "{data}/products.csv"
key   = ["product_id"]
about = "The shop's own table of products."
*/
select
    product_id,
    'product' as kind,
    name,
    category,
    vendor_id,
    cast(price as decimal(18, 4)) as price
from source
