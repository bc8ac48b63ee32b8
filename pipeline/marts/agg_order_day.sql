/*
title     = "Day x channel of orders"
about     = "Orders, buyers and money of each day, bought in a group, alone, and over all. Orders and buyers are distinct: those of the channels need not add up to all."
owner     = "finance-analytics"
grain     = ["ordered_on", "counted", "channel"]
partition = "ordered_on"

[columns]
ordered_on      = "day, UTC"
counted         = "channel, or all"
channel         = "group or individual; 'unknown' where the source does not say, 'all' where all are counted"
orders          = "count of distinct orders with a line sold"
buyers          = "count of distinct known customers with a line sold"
units           = "units sold"
sales           = "company currency, before refunds"
refunds         = "company currency, positive"
paid_orders     = "count of lines sold whose time of payment is known"
seconds_to_paid = "seconds from the order to its payment, added up over these"
*/
with line as (
    select
        fact.ordered_on,
        coalesce(fact.channel, 'unknown') as channel,
        case when fact.kind = 'sale' then fact.order_id end as order_id,
        case when fact.kind = 'sale' then fact.user_id end as user_id,
        case when fact.kind = 'sale' then fact.quantity else 0 end as units,
        case when fact.kind = 'sale' then fact.amount else 0 end as sales,
        case when fact.kind = 'refund' then -fact.amount else 0 end
        + coalesce(fact.refunded_amount, 0) as refunds,
        case
            when fact.kind = 'sale' and fact.paid_at >= fact.ordered_at
                then date_diff(
                    'second',
                    date_trunc('second', fact.ordered_at),
                    date_trunc('second', fact.paid_at)
                )
        end as seconds_to_paid
    from fct_order_line as fact
    where fact.kind in ('sale', 'refund')
)

select
    line.ordered_on,
    'channel' as counted,
    line.channel,
    count(distinct line.order_id) as orders,
    count(distinct line.user_id) as buyers,
    cast(sum(line.units) as bigint) as units,
    sum(line.sales) as sales,
    sum(line.refunds) as refunds,
    count(line.seconds_to_paid) as paid_orders,
    cast(coalesce(sum(line.seconds_to_paid), 0) as bigint) as seconds_to_paid
from line
group by line.ordered_on, line.channel
union all
select
    line.ordered_on,
    'all' as counted,
    'all' as channel,
    count(distinct line.order_id) as orders,
    count(distinct line.user_id) as buyers,
    cast(sum(line.units) as bigint) as units,
    sum(line.sales) as sales,
    sum(line.refunds) as refunds,
    count(line.seconds_to_paid) as paid_orders,
    cast(coalesce(sum(line.seconds_to_paid), 0) as bigint) as seconds_to_paid
from line
group by line.ordered_on
