/*
title = "Products sold"
about = "What each product sold and gave back between two days. Products with neither have no row. Without ledger and stock corrections."
owner = "finance-analytics"
grain = ["product_id"]

[params]
start = "date, the first day, included"
end   = "date, the last day, included"

[filters]
country    = "sold.country"
product_id = "sold.product_id"

[columns]
product_id    = "key"
product_name  = "text; the key where the product has no name"
units_sold    = "units"
sales_total   = "company currency, before refunds"
refunds_total = "company currency, positive"
revenue       = "company currency: sales less refunds"
*/
select
    sold.product_id,
    coalesce(min(product.name), sold.product_id) as product_name,
    cast(sum(sold.units) as bigint) as units_sold,
    sum(sold.sales) as sales_total,
    sum(sold.refunds) as refunds_total,
    sum(sold.sales - sold.refunds) as revenue
from agg_product_day as sold
left join dim_product as product
    on sold.product_id = product.product_id
where
    sold.sold_on between :start and :end
    /* filters */
group by sold.product_id
order by revenue desc, sold.product_id asc
