/*
title     = "Product x day x country"
about     = "What was sold and given back of each product, per day and country."
owner     = "finance-analytics"
grain     = ["sold_on", "product_id", "country"]
partition = "sold_on"

[columns]
sold_on    = "day, UTC"
product_id = "product"
country    = "where the order goes; 'unknown' where the source does not say"
orders     = "count of distinct orders with a sale of this product"
units      = "units sold"
sales      = "company currency, before refunds"
refunds    = "company currency, positive"
*/
select
    line.ordered_on as sold_on,
    line.product_id,
    coalesce(line.country, 'unknown') as country,
    count(distinct case when line.kind = 'sale' then line.order_id end) as orders,
    cast(sum(case when line.kind = 'sale' then line.quantity else 0 end) as bigint) as units,
    sum(case when line.kind = 'sale' then line.amount else 0 end) as sales,
    sum(
        case when line.kind = 'refund' then -line.amount else 0 end
        + coalesce(line.refunded_amount, 0)
    ) as refunds
from fct_order_line as line
where line.kind in ('sale', 'refund')
group by line.ordered_on, line.product_id, coalesce(line.country, 'unknown')
