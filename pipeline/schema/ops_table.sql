/*
title = "Tables and their quality"
about = "One row per refresh that checked and table: rows, checks and score. A table's score is the mean share of rows that pass its checks; a check that stops a refresh weighs 3, one that warns 1."
owner = "data-platform"
grain = ["refresh_id", "table_name"]

[columns]
refresh_id     = "running number of the refresh"
table_name     = "table"
row_count      = "count of rows"
score          = "percent"
weight         = "of the table in the score of all: 3 for facts, 2 for dimensions, 1 for the rest; 0 while it is empty"
checks         = "count of checks"
checks_failing = "count of these that found rows"
first_on       = "day of the oldest row, UTC; empty for a table without days"
last_on        = "day of the newest row, UTC"
fresh_hours    = "hours after which the newest row is too old; 0 for never"
*/
create table ops_table (
    refresh_id integer not null,
    table_name varchar not null,
    row_count bigint not null,
    score double not null,
    weight integer not null,
    checks integer not null,
    checks_failing integer not null,
    first_on date,
    last_on date,
    fresh_hours integer not null
)
