/*
title = "What preparation changed"
about = "One row per declared step of preparation and refresh: how many rows it looked at, how many it changed, and one example."
owner = "data-platform"
grain = ["refresh_id", "change_number"]

[columns]
refresh_id    = "running number of the refresh"
change_number = "running number within the refresh"
mapping       = "mapping file, model or 'all' for a step over the whole table"
table_name    = "table that was prepared"
column_name   = "column that was changed; empty where whole rows were"
step          = "nulls, trim, lower, encode, country, bound, truncate, deduplicate, fill or sessions"
about         = "what the step does, in words"
rows_seen     = "rows that it looked at"
rows_changed  = "rows that it changed"
example       = "before -> after of one changed row"

[sensitivity]
example = "personal"
*/
create table ops_change (
    refresh_id integer not null,
    change_number integer not null,
    mapping varchar not null,
    table_name varchar not null,
    column_name varchar,
    step varchar not null,
    about varchar not null,
    rows_seen bigint not null,
    rows_changed bigint not null,
    example varchar
)
