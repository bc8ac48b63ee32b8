/*
title    = "Each order line stands in fct_order_line once"
about    = "A order line that stands there twice would be counted twice in every number."
owner    = "finance-analytics"
severity = "stop"
table    = "fct_order_line"
*/
select
    fct_order_line.order_line_id,
    count(*) as times
from fct_order_line
group by fct_order_line.order_line_id
having count(*) > 1
