/*
into  = "fct_group_deal"
about = "A deal is completed once one of its groups is, active while a group may still fill or the offer runs, and expired after that. Money of an expired deal must be back 24 hours after it expired."
*/
with as_of as (
    -- The latest that the source tells of: the clock of the data, not of the machine.
    select max(told.updated_at) as moment
    from (
        select raw_groups.updated_at from raw_groups
        union all
        select raw_orders.updated_at from raw_orders
        union all
        select raw_group_deals.updated_at from raw_group_deals
    ) as told
),

of_groups as (
    select
        circle.group_deals_id,
        count(*) filter (where circle.status = 'completed') as completed,
        count(*) filter (where circle.status = 'active') as active,
        min(circle.updated_at) filter (where circle.status = 'completed') as completed_at,
        max(circle.updated_at) as told_at
    from raw_groups as circle
    group by circle.group_deals_id
),

of_orders as (
    select
        circle.group_deals_id,
        count(*) as paid,
        count(placed.refunded_at) as refunded,
        max(placed.refunded_at) as refunded_at
    from raw_orders as placed
    inner join raw_groups_carts as group_cart
        on placed.groups_carts_id = group_cart.id
    inner join raw_groups as circle
        on group_cart.group_id = circle.id
    where placed.status in ('completed', 'refunded')
    group by circle.group_deals_id
),

closed as (
    select
        deal.id,
        deal.product_id,
        deal.group_price,
        deal.max_group_member,
        deal.effective_from,
        deal.effective_to,
        of_groups.completed_at,
        coalesce(deal.effective_from, deal.created_at) as opened_at,
        greatest(deal.updated_at, of_groups.told_at) as version_at,
        case
            when of_groups.completed > 0 then 'completed'
            when of_groups.active > 0 then 'active'
            when of_groups.told_at is not null then 'expired'
            when deal.effective_to <= as_of.moment then 'expired'
            else 'active'
        end as status
    from raw_group_deals as deal
    left join of_groups
        on deal.id = of_groups.group_deals_id
    cross join as_of
)

select
    closed.id as deal_id,
    closed.version_at,
    closed.opened_at,
    closed.product_id,
    product.vendor_id,
    closed.effective_to as expires_at,
    closed.max_group_member as member_goal,
    closed.group_price,
    closed.status,
    case closed.status
        when 'completed' then closed.completed_at
        when 'expired' then closed.effective_to
    end as closed_at,
    case
        when closed.status = 'expired' and of_orders.paid > 0
            then closed.effective_to + interval '24 hours'
    end as refund_due_at,
    case
        when closed.status = 'expired' and of_orders.paid = of_orders.refunded
            then of_orders.refunded_at
    end as refunded_at
from closed
left join raw_products as product
    on closed.product_id = product.id
left join of_orders
    on closed.id = of_orders.group_deals_id
