/*
title = "Countries sold to"
about = "Every country that an order ever went to, the largest first."
owner = "finance-analytics"
grain = ["country"]

[params]

[columns]
country     = "text; 'unknown' where the source does not say"
sales_total = "company currency, before refunds, of all days"
*/
select
    sold.country,
    sum(sold.sales) as sales_total
from agg_product_day as sold
group by sold.country
order by sales_total desc, sold.country asc
