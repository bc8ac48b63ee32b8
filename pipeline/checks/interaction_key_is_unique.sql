/*
title    = "Each interaction stands in fct_interaction once"
about    = "A interaction that stands there twice would be counted twice in every number."
owner    = "data-platform"
severity = "stop"
table    = "fct_interaction"
*/
select
    fct_interaction.interaction_id,
    count(*) as times
from fct_interaction
group by fct_interaction.interaction_id
having count(*) > 1
