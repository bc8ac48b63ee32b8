/*
title    = "The amount of a line is quantity x unit price less discount"
about    = "More than a cent of difference means that a price or discount was read wrongly."
owner    = "finance-analytics"
severity = "warn"
table    = "fct_order_line"
day      = "ordered_on"
*/
select
    line.ordered_on,
    line.order_line_id,
    line.quantity,
    line.unit_price,
    line.discount,
    line.amount
from fct_order_line as line
where
    abs(line.amount - (line.quantity * line.unit_price - coalesce(line.discount, 0)))
    > 0.01
