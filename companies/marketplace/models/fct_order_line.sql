/*
into  = "fct_order_line"
about = "One line per order. It hangs on a group cart (bought in a group: orders -> groups_carts -> groups -> group_deals) or on a personal cart (bought alone). What was never paid, or is not paid yet, is kind unpaid and counts in no sum."
*/
with chain as (
    select
        placed.id,
        placed.user_id,
        placed.status,
        placed.total_amount,
        placed.discount,
        placed.refunded_amount,
        placed.refunded_at,
        placed.created_at,
        placed.updated_at,
        circle.group_deals_id,
        case when placed.groups_carts_id is null then 'individual' else 'group' end
            as channel,
        coalesce(deal.product_id, personal_cart.product_id) as product_id,
        coalesce(group_cart.quantity, personal_cart.quantity, 1) as quantity
    from raw_orders as placed
    left join raw_groups_carts as group_cart
        on placed.groups_carts_id = group_cart.id
    left join raw_groups as circle
        on group_cart.group_id = circle.id
    left join raw_group_deals as deal
        on circle.group_deals_id = deal.id
    left join raw_personal_carts as personal_cart
        on placed.personal_cart_id = personal_cart.id
)

select
    chain.id as order_line_id,
    chain.id as order_id,
    chain.updated_at as version_at,
    chain.created_at as ordered_at,
    chain.user_id,
    coalesce(chain.product_id, 'unknown') as product_id,
    product.vendor_id,
    chain.group_deals_id as deal_id,
    chain.channel,
    dim_user.country,
    case when chain.status in ('completed', 'refunded') then 'sale' else 'unpaid' end
        as kind,
    chain.quantity,
    cast(
        (chain.total_amount + coalesce(chain.discount, 0)) / chain.quantity
        as decimal(18, 4)
    ) as unit_price,
    chain.total_amount as amount,
    chain.discount,
    chain.status,
    case when chain.status in ('completed', 'refunded') then chain.created_at end
        as paid_at,
    chain.refunded_amount,
    chain.refunded_at
from chain
left join raw_products as product
    on chain.product_id = product.id
left join dim_user
    on chain.user_id = dim_user.user_id
