/*
title = "Group deals with what came of them"
about = "Each deal with its members, orders and money. Whether an open refund is overdue depends on the moment of asking: compare refund_due_at with it where refund_state is open."
owner = "marketplace"
grain = ["deal_id"]
keyed = "deal_id"

[columns]
deal_id          = "deal"
product_id       = "product on offer"
vendor_id        = "vendor"
status           = "active, completed or expired"
opened_at        = "UTC"
opened_on        = "day of opened_at, UTC"
expires_at       = "UTC"
closed_at        = "UTC; when it was completed or had expired"
closed_on        = "day of closed_at, UTC"
member_goal      = "members needed"
members          = "count of distinct users who joined"
group_count      = "count of groups"
member_units     = "units that the members asked for"
orders           = "count of distinct orders with a line sold"
completed_orders = "count of these that are completed or paid, with a line that was not given back in full"
buyers           = "count of distinct known customers with a line sold"
units            = "units sold"
sales            = "company currency, before refunds"
refunds          = "company currency, positive"
seconds_to_fill  = "seconds from opening to completion; empty for a deal that is not completed"
refund_due_at    = "UTC; when the money of an expired deal must be back"
refunded_at      = "UTC; when it was back"
refund_state     = "none (nothing to give back), open, in time or late"
*/
with member as (
    select
        fact.deal_id,
        count(distinct fact.user_id) as members,
        count(distinct fact.group_id) as group_count,
        cast(coalesce(sum(fact.quantity), 0) as bigint) as member_units
    from fct_deal_member as fact
    group by fact.deal_id
),

line as (
    select
        fact.deal_id,
        count(distinct case when fact.kind = 'sale' then fact.order_id end) as orders,
        count(
            distinct case
                when
                    fact.kind = 'sale'
                    and (fact.status = 'completed' or fact.paid_at is not null)
                    and (fact.refunded_amount is null or fact.refunded_amount < fact.amount)
                    then fact.order_id
            end
        ) as completed_orders,
        count(distinct case when fact.kind = 'sale' then fact.user_id end) as buyers,
        cast(sum(case when fact.kind = 'sale' then fact.quantity else 0 end) as bigint) as units,
        sum(case when fact.kind = 'sale' then fact.amount else 0 end) as sales,
        sum(
            case when fact.kind = 'refund' then -fact.amount else 0 end
            + coalesce(fact.refunded_amount, 0)
        ) as refunds
    from fct_order_line as fact
    where fact.deal_id is not null and fact.kind in ('sale', 'refund')
    group by fact.deal_id
)

select
    deal.deal_id,
    deal.product_id,
    deal.vendor_id,
    deal.status,
    deal.opened_at,
    deal.opened_on,
    deal.expires_at,
    deal.closed_at,
    cast(deal.closed_at as date) as closed_on,
    deal.member_goal,
    coalesce(member.members, 0) as members,
    coalesce(member.group_count, 0) as group_count,
    coalesce(member.member_units, 0) as member_units,
    coalesce(line.orders, 0) as orders,
    coalesce(line.completed_orders, 0) as completed_orders,
    coalesce(line.buyers, 0) as buyers,
    coalesce(line.units, 0) as units,
    coalesce(line.sales, 0) as sales,
    coalesce(line.refunds, 0) as refunds,
    case
        when deal.status = 'completed' and deal.closed_at >= deal.opened_at
            then date_diff(
                'second',
                date_trunc('second', deal.opened_at),
                date_trunc('second', deal.closed_at)
            )
    end as seconds_to_fill,
    deal.refund_due_at,
    deal.refunded_at,
    case
        when deal.refund_due_at is null then 'none'
        when deal.refunded_at is null then 'open'
        when deal.refunded_at <= deal.refund_due_at then 'in time'
        else 'late'
    end as refund_state
from fct_group_deal as deal
left join member
    on deal.deal_id = member.deal_id
left join line
    on deal.deal_id = line.deal_id
