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
surface = "interaction.surface"
action  = "interaction.action"
user    = "interaction.user_id"
peer    = "interaction.peer_user_id"
product = "interaction.product_id"
country = "interaction.country"
source  = "interaction.source"
os      = "interaction.os"

[columns]
interaction_id = "key"
occurred_at    = "UTC"
surface        = "feed, messenger, shop or app"
action         = "view, like, message, add_to_cart, ..."
user_id        = "who did it"
peer_user_id   = "user it was done to: the receiver of a message"
product_id     = "product or post it was done to"
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
    interaction.session_id,
    interaction.source,
    interaction.os,
    interaction.country,
    interaction.city,
    interaction.value,
    interaction.latency_ms
from fct_interaction as interaction
where
    interaction.occurred_on between :start and :end
    /* filters */
order by interaction.occurred_at desc, interaction.interaction_id asc
