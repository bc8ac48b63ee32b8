/*
title = "Customer lifetime"
about = "First and last purchase of each known customer."
owner = "finance-analytics"
grain = ["user_id"]
keyed = "user_id"

[columns]
user_id         = "customer"
first_bought_on = "day of the first line sold, UTC"
last_bought_on  = "day of the last line sold, UTC"
orders          = "count of distinct orders with a line sold"
sales           = "company currency, before refunds"
*/
select
    line.user_id,
    min(line.ordered_on) as first_bought_on,
    max(line.ordered_on) as last_bought_on,
    count(distinct line.order_id) as orders,
    sum(line.amount) as sales
from fct_order_line as line
where line.user_id is not null and line.kind = 'sale'
group by line.user_id
