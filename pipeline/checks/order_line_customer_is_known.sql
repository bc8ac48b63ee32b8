/*
title    = "The customer of each order line is in dim_user"
about    = "An unknown customer has no country or source on the pages."
owner    = "finance-analytics"
severity = "warn"
table    = "fct_order_line"
*/
select
    line.order_line_id,
    line.user_id
from fct_order_line as line
left join dim_user
    on line.user_id = dim_user.user_id
where dim_user.user_id is null and line.user_id is not null
