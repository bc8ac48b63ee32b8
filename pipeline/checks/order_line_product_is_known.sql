/*
title    = "The product of each order line is in dim_product"
about    = "An unknown product has no name or category on the pages."
owner    = "finance-analytics"
severity = "warn"
table    = "fct_order_line"
*/
select
    line.order_line_id,
    line.product_id
from fct_order_line as line
left join dim_product
    on line.product_id = dim_product.product_id
where dim_product.product_id is null and line.product_id is not null
