/*
into  = "dim_vendor"
from  = "{data}/vendors.csv"
key   = ["vendor_id"]
about = "Who sells."
*/
select
    id as vendor_id,
    cast(updated_at as timestamp) as updated_at,
    name,
    region,
    cast(created_at as timestamp) as joined_at
from source
