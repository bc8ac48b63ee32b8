/*
title = "Interactions"
about = "Every thing that a user did between two days: views, likes, messages and the rest, as recorded."
owner = "data-platform"
grain = ["interaction_id"]
cost  = "large"

[params]
start = "date, the first day, included"
end   = "date, the last day, included"

[filters]
surface      = "interaction.surface"
action       = "interaction.action"
user_id      = "interaction.user_id"
peer_user_id = "interaction.peer_user_id"
product_id   = "interaction.product_id"
post         = "coalesce(product.name, interaction.product_id, 'unknown')"
category     = "coalesce(product.category, 'unknown')"
country      = "coalesce(interaction.country, person.country, 'unknown')"
city         = "coalesce(interaction.city, person.city, 'unknown')"
source       = "coalesce(interaction.source, person.source, 'unknown')"
os           = "coalesce(interaction.os, person.os, 'unknown')"
user_country = "coalesce(person.country, 'unknown')"
user_source  = "coalesce(person.source, 'unknown')"
user_os      = "coalesce(person.os, 'unknown')"

[columns]
interaction_id = "key"
occurred_at    = "UTC"
surface        = "feed, messenger, shop or app"
action         = "view, like, message, add_to_cart, ..."
user_id        = "who did it"
peer_user_id   = "user it was done to: the receiver of a message"
product_id     = "product or post it was done to"
product_name   = "text; empty where it has none"
session_id     = "text"
source         = "where the user came from"
os             = "text"
country        = "text"
city           = "text"
value          = "company currency, or the action's own measure"
latency_ms     = "milliseconds"
*/
select
    interaction.interaction_id,
    interaction.occurred_at,
    interaction.surface,
    interaction.action,
    interaction.user_id,
    interaction.peer_user_id,
    interaction.product_id,
    product.name as product_name,
    interaction.session_id,
    interaction.source,
    interaction.os,
    interaction.country,
    interaction.city,
    interaction.value,
    interaction.latency_ms
from fct_interaction as interaction
left join dim_product as product
    on interaction.product_id = product.product_id
left join dim_user as person
    on interaction.user_id = person.user_id
where
    interaction.occurred_on between :start and :end
    /* filters */
order by interaction.occurred_at desc, interaction.interaction_id asc
