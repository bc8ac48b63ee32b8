/*
title    = "Each product stands in dim_product once"
about    = "A product that stands there twice would be counted twice in every number."
owner    = "data-platform"
severity = "stop"
table    = "dim_product"
*/
select
    dim_product.product_id,
    count(*) as times
from dim_product
group by dim_product.product_id
having count(*) > 1
