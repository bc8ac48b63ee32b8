/*
title    = "ordered_at of fct_order_line lies between 1990 and 2100"
about    = "A time outside is most often a number of seconds read as milliseconds, or an empty date."
owner    = "finance-analytics"
severity = "warn"
table    = "fct_order_line"
*/
select
    line.order_line_id,
    line.ordered_at
from fct_order_line as line
where
    line.ordered_at < timestamp '1990-01-01 00:00:00'
    or line.ordered_at >= timestamp '2100-01-01 00:00:00'
