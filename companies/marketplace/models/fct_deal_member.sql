/*
into  = "fct_deal_member"
about = "Who joined which group of which deal. Somebody with two carts in one group is one member; the order is the one that was paid, if any was."
*/
with member as (
    select
        circle.group_deals_id,
        group_cart.group_id,
        group_cart.user_id,
        max(group_cart.updated_at) as version_at,
        min(group_cart.created_at) as joined_at,
        cast(sum(group_cart.quantity) as integer) as quantity,
        max(placed.id) filter (
            where placed.status in ('completed', 'refunded')
        ) as paid_order_id,
        max(placed.id) as last_order_id
    from raw_groups_carts as group_cart
    inner join raw_groups as circle
        on group_cart.group_id = circle.id
    left join raw_orders as placed
        on group_cart.id = placed.groups_carts_id
    group by circle.group_deals_id, group_cart.group_id, group_cart.user_id
)

select
    member.group_deals_id as deal_id,
    member.group_id,
    member.user_id,
    member.version_at,
    member.joined_at,
    member.quantity,
    coalesce(member.paid_order_id, member.last_order_id) as order_id
from member
