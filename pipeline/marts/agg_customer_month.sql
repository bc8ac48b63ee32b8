/*
title = "Customer x month"
about = "Months in which each known customer bought. The base of purchase cohorts."
owner = "finance-analytics"
grain = ["ordered_month", "user_id"]
partition = "ordered_month"
every = "month"

[columns]
ordered_month = "first day of the month, UTC"
user_id       = "customer"
orders        = "count of orders"
sales         = "company currency, before refunds"
*/
select
    cast(date_trunc('month', line.ordered_on) as date) as ordered_month,
    line.user_id,
    count(distinct line.order_id) as orders,
    sum(line.amount) as sales
from fct_order_line as line
where line.user_id is not null and line.kind = 'sale'
group by cast(date_trunc('month', line.ordered_on) as date), line.user_id
