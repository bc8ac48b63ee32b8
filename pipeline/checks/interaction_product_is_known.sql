/*
title    = "The product or post of each interaction is in dim_product"
about    = "An unknown product or post has no name on the pages."
owner    = "data-platform"
severity = "warn"
table    = "fct_interaction"
*/
select
    interaction.interaction_id,
    interaction.product_id
from fct_interaction as interaction
left join dim_product
    on interaction.product_id = dim_product.product_id
where dim_product.product_id is null and interaction.product_id is not null
