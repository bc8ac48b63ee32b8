/*
title = "Find a product"
about = "Products whose name or key holds the words, the best sold of all days first. An empty search finds all."
owner = "finance-analytics"
grain = ["product_id"]

[params]
words = "text in lower case; looked for as it stands, without wildcards"

[filters]
product_id = "sold.product_id"

[columns]
product_id   = "key"
product_name = "text; the key where the product has no name"
sales_total  = "company currency, before refunds, of all days"
*/
with sold as (
    select
        day.product_id,
        sum(day.sales) as sales_total
    from agg_product_day as day
    group by day.product_id
)

select
    sold.product_id,
    coalesce(product.name, sold.product_id) as product_name,
    sold.sales_total
from sold
left join dim_product as product
    on sold.product_id = product.product_id
where
    strpos(
        lower(coalesce(product.name, '') || ' ' || sold.product_id),
        :words
    ) > 0
    /* filters */
order by sold.sales_total desc, sold.product_id asc
