/*
title    = "agg_product_day has the sums of fct_order_line"
about    = "Sales, refunds and units of each day are the same in the mart as in the order lines."
owner    = "finance-analytics"
severity = "stop"
table    = "agg_product_day"
day      = "day_of_sale"
*/
with in_lines as (
    select
        line.ordered_on as sold_on,
        sum(case when line.kind = 'sale' then line.amount else 0 end) as sales,
        sum(
            case when line.kind = 'refund' then -line.amount else 0 end
            + coalesce(line.refunded_amount, 0)
        ) as refunds,
        sum(case when line.kind = 'sale' then line.quantity else 0 end) as units
    from fct_order_line as line
    where line.kind in ('sale', 'refund')
    group by line.ordered_on
),

in_mart as (
    select
        product_day.sold_on,
        sum(product_day.sales) as sales,
        sum(product_day.refunds) as refunds,
        sum(product_day.units) as units
    from agg_product_day as product_day
    group by product_day.sold_on
)

select
    coalesce(in_lines.sold_on, in_mart.sold_on) as day_of_sale,
    in_lines.sales as sales_in_lines,
    in_mart.sales as sales_in_mart,
    in_lines.refunds as refunds_in_lines,
    in_mart.refunds as refunds_in_mart,
    in_lines.units as units_in_lines,
    in_mart.units as units_in_mart
from in_lines
full outer join in_mart
    on in_lines.sold_on = in_mart.sold_on
where
    in_lines.sold_on is null
    or in_mart.sold_on is null
    or in_lines.sales <> in_mart.sales
    or in_lines.refunds <> in_mart.refunds
    or in_lines.units <> in_mart.units
