/*
title = "Exposures to experiments"
about = "One row per user and variant that the user has met; more than one variant of an experiment is an error that the analysis must see."
owner = "experimentation"
grain = ["experiment_id", "user_id", "variant"]
time  = "exposed_at"
keeps = "first"
fresh_hours = 0

[columns]
experiment_id = "experiment"
user_id       = "who was exposed"
variant       = "variant met"
exposed_at    = "UTC; the first time"
exposed_on    = "day of exposed_at, UTC"

[derived]
exposed_on = "cast(exposed_at as date)"

[sensitivity]
user_id = "internal"

[references]
experiment_id = "dim_experiment"
user_id       = "dim_user"
*/
create table fct_exposure (
    experiment_id varchar not null,
    user_id varchar not null,
    variant varchar not null,
    exposed_at timestamp not null,
    exposed_on date not null
)
