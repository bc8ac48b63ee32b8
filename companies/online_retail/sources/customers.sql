/*
into = "dim_user"
from = "{data}/*.csv"
key  = ["user_id"]
about = "Customers that are known by number; the country of their latest line."

[pii]
CustomerID = "pseudonymous"
*/
select
    cast(cast(CustomerID as decimal(18, 1)) as bigint) as user_id,
    cast(InvoiceDate as timestamp) as updated_at,
    Country as country
from source
where CustomerID is not null
