/*
into  = "fct_order_line"
from  = "{data}/order_items/*.csv"
key   = ["order_line_id"]
about = "One row per item of an order; goods given back come as a row of their own with a negative quantity."

[pii]
user_id = "pseudonymous"
gender  = "personal"
age     = "personal"
*/
select
    item_id as order_line_id,
    order_id,
    cast(time as timestamp) as ordered_at,
    user_id,
    product_id,
    channel,
    country,
    case when lower(status) = 'refunded' then 'refund' else 'sale' end as kind,
    cast(quantity as integer) as quantity,
    cast(unit_price as decimal(18, 4)) as unit_price,
    cast(quantity as integer) * cast(unit_price as decimal(18, 4)) as amount,
    lower(status) as status,
    cast(time as timestamp) as paid_at
from source
