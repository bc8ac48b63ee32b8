/*
title = "Experiments"
about = "One row per experiment as it was designed. The latest attributes win."
owner = "experimentation"
grain = ["experiment_id"]
time  = "updated_at"

[columns]
experiment_id  = "key"
updated_at     = "UTC; when these attributes were true"
name           = "text"
hypothesis     = "what is expected, and why"
primary_metric = "metric that decides"
design_split   = "JSON text: planned share of each variant"
control        = "variant that the others are compared with"
salt           = "text that is hashed with the user to draw the variant"
started_at     = "UTC"
ended_at       = "UTC; end of the planned window"
attributes     = "JSON text of whatever else is known"
*/
create table dim_experiment (
    experiment_id varchar not null,
    updated_at timestamp,
    name varchar,
    hypothesis varchar,
    primary_metric varchar,
    design_split varchar,
    control varchar,
    salt varchar,
    started_at timestamp,
    ended_at timestamp,
    attributes varchar
)
