/*
title = "Days that were restated"
about = "One row per refresh, table and day that changed although it had ended longer ago than the hours for which days stay open. What was said of that day before is no longer so."
owner = "data-platform"
grain = ["refresh_id", "table_name", "day_on"]

[columns]
refresh_id   = "running number of the refresh"
table_name   = "table of facts"
day_on       = "day that changed, UTC"
rows_before  = "count of rows of that day before"
rows_after   = "count of rows of that day now"
measure      = "column that is added up; empty for a table that has none"
total_before = "sum of it before"
total_after  = "sum of it now"
*/
create table ops_restated (
    refresh_id integer not null,
    table_name varchar not null,
    day_on date not null,
    rows_before bigint not null,
    rows_after bigint not null,
    measure varchar,
    total_before double,
    total_after double
)
