/*
title = "Purchase cohorts"
about = "Known customers by the month of their first purchase: how many bought again in each later month. A customer counts once a month. A month without any has no row."
owner = "finance-analytics"
grain = ["cohort_month", "month_number"]

[params]
end = "date, the last day, included; months that begin after it are left out"

[columns]
cohort_month    = "first day of the month of the first purchase, UTC"
month_number    = "months since the first purchase; 0 is the month itself"
customers       = "count of customers"
sales_of_cohort = "company currency, before refunds"
*/
with first_purchase as (
    select
        month.user_id,
        min(month.ordered_month) as cohort_month
    from agg_customer_month as month
    group by month.user_id
),

numbered as (
    select
        first_purchase.cohort_month,
        cast(
            (
                extract(year from month.ordered_month)
                - extract(year from first_purchase.cohort_month)
            ) * 12
            + extract(month from month.ordered_month)
            - extract(month from first_purchase.cohort_month) as bigint
        ) as month_number,
        month.sales
    from agg_customer_month as month
    inner join first_purchase
        on month.user_id = first_purchase.user_id
    where month.ordered_month <= :end
)

select
    numbered.cohort_month,
    numbered.month_number,
    count(*) as customers,
    sum(numbered.sales) as sales_of_cohort
from numbered
group by numbered.cohort_month, numbered.month_number
order by numbered.cohort_month, numbered.month_number
