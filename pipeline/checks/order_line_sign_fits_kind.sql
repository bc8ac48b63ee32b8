/*
title    = "A sale does not lower the revenue, a refund does not raise it"
about    = "The other way round, sales and refunds would cancel out unseen."
owner    = "finance-analytics"
severity = "warn"
table    = "fct_order_line"
day      = "ordered_on"
*/
select
    line.ordered_on,
    line.order_line_id,
    line.kind,
    line.amount
from fct_order_line as line
where
    (line.kind = 'sale' and line.amount < 0)
    or (line.kind = 'refund' and line.amount > 0)
