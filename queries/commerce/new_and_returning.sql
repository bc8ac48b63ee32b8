/*
title = "New and returning customers"
about = "Known customers who bought in each day, week or month; new are those whose first purchase of anything, anywhere, lies in it. Guests cannot be told apart and are left out."
owner = "finance-analytics"
grain = ["period"]
cost  = "large"

[params]
start = "date, the first day, included"
end   = "date, the last day, included"
grain = "text: day, week (from Monday), month or all (one row)"

[filters]
country = "coalesce(line.country, 'unknown')"
product = "line.product_id"

[columns]
period              = "first day of the period, UTC; the first day asked for where grain is all"
new_customers       = "count of customers"
returning_customers = "count of customers"
*/
with first_purchase as (
    select
        line.user_id,
        min(line.ordered_on) as bought_first_on
    from fct_order_line as line
    where line.user_id is not null and line.kind = 'sale'
    group by line.user_id
),

line_period as (
    select
        case
            when :grain = 'all' then cast(:start as date)
            when :grain = 'month'
                then cast(date_trunc('month', line.ordered_on) as date)
            when :grain = 'week'
                then cast(date_trunc('week', line.ordered_on) as date)
            else line.ordered_on
        end as period,
        line.user_id
    from fct_order_line as line
    where
        line.user_id is not null
        and line.kind = 'sale'
        and line.ordered_on between :start and :end
        /* filters */
),

buyer as (
    select
        line_period.period,
        line_period.user_id
    from line_period
    group by line_period.period, line_period.user_id
)

select
    buyer.period,
    cast(
        sum(
            case when first_purchase.bought_first_on >= buyer.period then 1 else 0 end
        ) as bigint
    ) as new_customers,
    cast(
        sum(
            case when first_purchase.bought_first_on < buyer.period then 1 else 0 end
        ) as bigint
    ) as returning_customers
from buyer
inner join first_purchase
    on buyer.user_id = first_purchase.user_id
group by buyer.period
order by buyer.period
