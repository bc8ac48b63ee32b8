/*
title    = "An order line is a sale, a refund, an adjustment or unpaid"
about    = "Another kind would be left out of sales and of refunds without a word."
owner    = "finance-analytics"
severity = "stop"
table    = "fct_order_line"
*/
select
    line.order_line_id,
    line.kind
from fct_order_line as line
where line.kind not in ('sale', 'refund', 'adjustment', 'unpaid')
