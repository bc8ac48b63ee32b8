/*
title    = "An interaction is in the feed, messenger, shop or app"
about    = "Pages show these surfaces; another one is only in the totals."
owner    = "data-platform"
severity = "warn"
table    = "fct_interaction"
day      = "occurred_on"
*/
select
    interaction.occurred_on,
    interaction.interaction_id,
    interaction.surface
from fct_interaction as interaction
where interaction.surface not in ('feed', 'messenger', 'shop', 'app')
