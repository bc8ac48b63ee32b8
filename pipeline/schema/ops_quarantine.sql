/*
title = "Quarantine"
about = "Rows, files and mappings that were not taken in, each with its reason."
owner = "data-platform"
grain = ["refresh_id", "problem_number"]

[columns]
refresh_id     = "running number of the refresh"
problem_number = "running number within the refresh"
mapping        = "mapping file"
table_name     = "table it was meant for"
file_name      = "source file"
line_number    = "line in that file, from 1; empty where the whole file or mapping is meant"
scope          = "row, file, mapping, model, or notice (nothing was left out)"
row_count      = "rows put aside"
reason         = "what was found, what is expected, what to do"
raw            = "the row as read, cut at 500 characters"

[sensitivity]
raw = "personal"
*/
create table ops_quarantine (
    refresh_id integer not null,
    problem_number integer not null,
    mapping varchar not null,
    table_name varchar,
    file_name varchar,
    line_number bigint,
    scope varchar not null,
    row_count bigint not null,
    reason varchar not null,
    raw varchar
)
