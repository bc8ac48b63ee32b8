/*
title     = "User x day x surface"
about     = "What each user did on each day on each surface. Placing an order is activity in the shop; receiving a message is not activity."
owner     = "data-platform"
grain     = ["activity_on", "user_id", "surface"]
partition = "activity_on"

[columns]
activity_on = "day, UTC"
user_id     = "who did it"
surface     = "feed, messenger, shop or app; a surface that calls itself all is 'other', as all means all of them"
actions     = "count of interactions, and of orders in the shop"
*/
with activity as (
    select
        interaction.occurred_on as activity_on,
        interaction.user_id,
        case when interaction.surface = 'all' then 'other' else interaction.surface end as place,
        count(*) as actions
    from fct_interaction as interaction
    group by
        interaction.occurred_on,
        interaction.user_id,
        case when interaction.surface = 'all' then 'other' else interaction.surface end
    union all
    select
        line.ordered_on as activity_on,
        line.user_id,
        'shop' as place,
        count(distinct line.order_id) as actions
    from fct_order_line as line
    where line.user_id is not null and line.kind = 'sale'
    group by line.ordered_on, line.user_id
)

select
    activity.activity_on,
    activity.user_id,
    activity.place as surface,
    cast(sum(activity.actions) as bigint) as actions
from activity
group by activity.activity_on, activity.user_id, activity.place
