/*
title = "Quality of each table"
about = "Rows, score and checks of each table, of the newest generation; the worst first."
owner = "data-platform"
grain = ["table_name"]

[params]

[columns]
refresh_id     = "running number of the refresh"
table_name     = "table"
row_count      = "count of rows"
score          = "percent: weighted mean share of rows that pass the table's checks"
weight         = "of the table in the score of all; 0 while it is empty"
checks         = "count of checks"
checks_failing = "count of these that found rows"
first_on       = "day of the oldest row, UTC"
last_on        = "day of the newest row, UTC"
fresh_hours    = "hours after which the newest row is too old; 0 for never"
late_hours     = "hours after its end during which a day may still change"
finished_at    = "timestamp, UTC, end of the refresh"
*/
select
    told.refresh_id,
    told.table_name,
    told.row_count,
    told.score,
    told.weight,
    told.checks,
    told.checks_failing,
    told.first_on,
    told.last_on,
    told.fresh_hours,
    refresh.late_hours,
    refresh.finished_at
from ops_table as told
inner join ops_refresh as refresh
    on told.refresh_id = refresh.refresh_id
where told.refresh_id = (select max(latest.refresh_id) from ops_table as latest)
order by told.score asc, told.weight desc, told.table_name asc
