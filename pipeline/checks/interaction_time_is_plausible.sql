/*
title    = "occurred_at of fct_interaction lies between 1990 and 2100"
about    = "A time outside is most often a number of seconds read as milliseconds, or an empty date."
owner    = "data-platform"
severity = "warn"
table    = "fct_interaction"
*/
select
    interaction.interaction_id,
    interaction.occurred_at
from fct_interaction as interaction
where
    interaction.occurred_at < timestamp '1990-01-01 00:00:00'
    or interaction.occurred_at >= timestamp '2100-01-01 00:00:00'
