/*
title    = "The user of each interaction is in dim_user"
about    = "An unknown user has no country or source on the pages."
owner    = "data-platform"
severity = "warn"
table    = "fct_interaction"
*/
select
    interaction.interaction_id,
    interaction.user_id
from fct_interaction as interaction
left join dim_user
    on interaction.user_id = dim_user.user_id
where dim_user.user_id is null and interaction.user_id is not null
