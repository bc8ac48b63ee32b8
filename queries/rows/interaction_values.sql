/*
title = "Values to filter interactions by"
about = "What surfaces, actions, countries and so on the interactions of some days have, the most frequent first. Keys of users are too many to list."
owner = "data-platform"
grain = ["filter_name", "filter_value"]
cost  = "large"

[params]
start = "date, the first day, included"
end   = "date, the last day, included"

[columns]
filter_name  = "name of the filter"
filter_value = "text"
row_total    = "count of rows"
*/
with known as (
    select
        'surface' as filter_name,
        interaction.surface as filter_value,
        count(*) as row_total
    from fct_interaction as interaction
    where interaction.occurred_on between :start and :end
    group by interaction.surface
    union all
    select
        'action' as filter_name,
        interaction.action as filter_value,
        count(*) as row_total
    from fct_interaction as interaction
    where interaction.occurred_on between :start and :end
    group by interaction.action
    union all
    select
        'post' as filter_name,
        coalesce(product.name, interaction.product_id, 'unknown') as filter_value,
        count(*) as row_total
    from fct_interaction as interaction
    left join dim_product as product
        on interaction.product_id = product.product_id
    where interaction.occurred_on between :start and :end
    group by coalesce(product.name, interaction.product_id, 'unknown')
    union all
    select
        'category' as filter_name,
        coalesce(product.category, 'unknown') as filter_value,
        count(*) as row_total
    from fct_interaction as interaction
    left join dim_product as product
        on interaction.product_id = product.product_id
    where interaction.occurred_on between :start and :end
    group by coalesce(product.category, 'unknown')
    union all
    select
        'country' as filter_name,
        coalesce(interaction.country, person.country, 'unknown') as filter_value,
        count(*) as row_total
    from fct_interaction as interaction
    left join dim_user as person
        on interaction.user_id = person.user_id
    where interaction.occurred_on between :start and :end
    group by coalesce(interaction.country, person.country, 'unknown')
    union all
    select
        'city' as filter_name,
        coalesce(interaction.city, person.city, 'unknown') as filter_value,
        count(*) as row_total
    from fct_interaction as interaction
    left join dim_user as person
        on interaction.user_id = person.user_id
    where interaction.occurred_on between :start and :end
    group by coalesce(interaction.city, person.city, 'unknown')
    union all
    select
        'source' as filter_name,
        coalesce(interaction.source, person.source, 'unknown') as filter_value,
        count(*) as row_total
    from fct_interaction as interaction
    left join dim_user as person
        on interaction.user_id = person.user_id
    where interaction.occurred_on between :start and :end
    group by coalesce(interaction.source, person.source, 'unknown')
    union all
    select
        'os' as filter_name,
        coalesce(interaction.os, person.os, 'unknown') as filter_value,
        count(*) as row_total
    from fct_interaction as interaction
    left join dim_user as person
        on interaction.user_id = person.user_id
    where interaction.occurred_on between :start and :end
    group by coalesce(interaction.os, person.os, 'unknown')
)

select
    known.filter_name,
    known.filter_value,
    known.row_total
from known
where known.filter_value is not null
order by known.row_total desc, known.filter_name asc, known.filter_value asc
