/*
title = "Values to filter order lines by"
about = "What countries, products and so on the order lines of some days have, the most frequent first. Keys of orders and customers are too many to list."
owner = "finance-analytics"
grain = ["filter_name", "filter_value"]
cost  = "large"

[params]
start = "date, the first day, included"
end   = "date, the last day, included"

[columns]
filter_name  = "name of the filter"
filter_value = "text"
row_total    = "count of rows"
*/
with known as (
    select
        'country' as filter_name,
        coalesce(line.country, 'unknown') as filter_value,
        count(*) as row_total
    from fct_order_line as line
    where line.ordered_on between :start and :end
    group by coalesce(line.country, 'unknown')
    union all
    select
        'product' as filter_name,
        coalesce(product.name, line.product_id) as filter_value,
        count(*) as row_total
    from fct_order_line as line
    left join dim_product as product
        on line.product_id = product.product_id
    where line.ordered_on between :start and :end
    group by coalesce(product.name, line.product_id)
    union all
    select
        'category' as filter_name,
        coalesce(product.category, 'unknown') as filter_value,
        count(*) as row_total
    from fct_order_line as line
    left join dim_product as product
        on line.product_id = product.product_id
    where line.ordered_on between :start and :end
    group by coalesce(product.category, 'unknown')
    union all
    select
        'channel' as filter_name,
        coalesce(line.channel, 'unknown') as filter_value,
        count(*) as row_total
    from fct_order_line as line
    where line.ordered_on between :start and :end
    group by coalesce(line.channel, 'unknown')
    union all
    select
        'customer_kind' as filter_name,
        line.customer_kind as filter_value,
        count(*) as row_total
    from fct_order_line as line
    where line.ordered_on between :start and :end
    group by line.customer_kind
    union all
    select
        'kind' as filter_name,
        line.kind as filter_value,
        count(*) as row_total
    from fct_order_line as line
    where line.ordered_on between :start and :end
    group by line.kind
)

select
    known.filter_name,
    known.filter_value,
    known.row_total
from known
where known.filter_value is not null
order by known.row_total desc, known.filter_name asc, known.filter_value asc
