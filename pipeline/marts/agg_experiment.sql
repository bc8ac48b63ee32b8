/*
title = "Experiment x variant"
about = "Users of each variant, and how many of them met another variant too: those belong to none and must be told before any test."
owner = "experimentation"
grain = ["experiment_id", "variant"]
keyed = "experiment_id"

[columns]
experiment_id = "experiment"
variant       = "variant met"
users         = "count of users"
mixed_users   = "count of these who met another variant of the experiment too"
first_on      = "day of the first exposure, UTC"
last_on       = "day of the last exposure, UTC"
*/
with person as (
    select
        exposure.experiment_id,
        exposure.user_id,
        count(*) as variants
    from fct_exposure as exposure
    group by exposure.experiment_id, exposure.user_id
)

select
    exposure.experiment_id,
    exposure.variant,
    count(*) as users,
    count(case when person.variants > 1 then 1 end) as mixed_users,
    min(exposure.exposed_on) as first_on,
    max(exposure.exposed_on) as last_on
from fct_exposure as exposure
inner join person
    on
        exposure.experiment_id = person.experiment_id
        and exposure.user_id = person.user_id
group by exposure.experiment_id, exposure.variant
