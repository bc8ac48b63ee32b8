/*
title = "Order lines"
about = "Every order line between two days, with the product's name: sales, refunds and corrections."
owner = "finance-analytics"
grain = ["order_line_id"]
cost  = "large"

[params]
start = "date, the first day, included"
end   = "date, the last day, included"

[filters]
country       = "coalesce(line.country, 'unknown')"
product       = "coalesce(product.name, line.product_id)"
product_id    = "line.product_id"
category      = "coalesce(product.category, 'unknown')"
channel       = "coalesce(line.channel, 'unknown')"
customer_kind = "line.customer_kind"
kind          = "line.kind"
order_id      = "line.order_id"
customer_id   = "line.user_id"

[columns]
order_line_id   = "key"
order_id        = "order or invoice"
ordered_at      = "UTC"
customer_id     = "customer; empty for a guest"
customer_kind   = "known or guest"
product_id      = "key"
product_name    = "text; the key where the product has no name"
category        = "text"
channel         = "group or individual"
order_country   = "where the order goes; 'unknown' where the source does not say"
kind            = "sale, refund, adjustment or unpaid"
quantity        = "units"
unit_price      = "company currency per unit"
discount        = "company currency"
amount          = "company currency: quantity x unit_price less discount"
refunded_amount = "company currency, positive"
status          = "text"
*/
select
    line.order_line_id,
    line.order_id,
    line.ordered_at,
    line.user_id as customer_id,
    line.customer_kind,
    line.product_id,
    coalesce(product.name, line.product_id) as product_name,
    product.category,
    line.channel,
    coalesce(line.country, 'unknown') as order_country,
    line.kind,
    line.quantity,
    line.unit_price,
    line.discount,
    line.amount,
    line.refunded_amount,
    line.status
from fct_order_line as line
left join dim_product as product
    on line.product_id = product.product_id
where
    line.ordered_on between :start and :end
    /* filters */
order by line.ordered_at desc, line.order_line_id asc
