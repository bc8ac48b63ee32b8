/*
into    = "raw_categories"
from    = "{data}/categories.csv"
key     = ["id"]
version = "created_at"
about   = "Categories of product names."
*/
select
    id,
    name,
    cast(created_at as timestamp) as created_at
from source
