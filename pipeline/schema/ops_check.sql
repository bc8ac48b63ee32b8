/*
title = "Check results"
about = "One row per rule and refresh: how many rows break it."
owner = "data-platform"
grain = ["refresh_id", "check_name"]
time  = "checked_at"

[columns]
refresh_id     = "running number of the refresh"
check_name     = "name of the rule's file"
title          = "the rule in words"
severity       = "stop (the old generation stays) or warn (published with a mark)"
table_name     = "table that the rule looks at"
status         = "pass, warn or stop"
offending_rows = "count"
checked_rows   = "count of rows in the table"
sample         = "the first offending rows as JSON text"
checked_at     = "UTC"
*/
create table ops_check (
    refresh_id integer not null,
    check_name varchar not null,
    title varchar not null,
    severity varchar not null,
    table_name varchar not null,
    status varchar not null,
    offending_rows bigint not null,
    checked_rows bigint not null,
    sample varchar,
    checked_at timestamp not null
)
