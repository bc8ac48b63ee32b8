/*
title = "Purchase cohorts of a selection"
about = "As commerce/cohorts, of the chosen countries and products only: a cohort is the month of the first purchase among them. Reads order lines, for the mart knows neither."
owner = "finance-analytics"
grain = ["cohort_month", "month_number"]
cost  = "large"

[params]
end = "date, the last day, included; months that begin after it are left out"

[filters]
country    = "coalesce(line.country, 'unknown')"
product_id = "line.product_id"

[columns]
cohort_month    = "first day of the month of the first purchase, UTC"
month_number    = "months since the first purchase; 0 is the month itself"
customers       = "count of customers"
sales_of_cohort = "company currency, before refunds"
*/
with customer_month as (
    select
        cast(date_trunc('month', line.ordered_on) as date) as ordered_month,
        line.user_id,
        sum(line.amount) as sales
    from fct_order_line as line
    where
        line.user_id is not null
        and line.kind = 'sale'
        /* filters */
    group by cast(date_trunc('month', line.ordered_on) as date), line.user_id
),

first_purchase as (
    select
        customer_month.user_id,
        min(customer_month.ordered_month) as cohort_month
    from customer_month
    group by customer_month.user_id
),

numbered as (
    select
        first_purchase.cohort_month,
        cast(
            (
                extract(year from customer_month.ordered_month)
                - extract(year from first_purchase.cohort_month)
            ) * 12
            + extract(month from customer_month.ordered_month)
            - extract(month from first_purchase.cohort_month) as bigint
        ) as month_number,
        customer_month.sales
    from customer_month
    inner join first_purchase
        on customer_month.user_id = first_purchase.user_id
    where customer_month.ordered_month <= :end
)

select
    numbered.cohort_month,
    numbered.month_number,
    count(*) as customers,
    sum(numbered.sales) as sales_of_cohort
from numbered
group by numbered.cohort_month, numbered.month_number
order by numbered.cohort_month, numbered.month_number
