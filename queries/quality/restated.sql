/*
title = "Days that were restated"
about = "Days that changed although they had ended longer ago than days stay open, the latest refresh first, with rows and sums before and after."
owner = "data-platform"
grain = ["refresh_id", "table_name", "day_on"]

[params]

[columns]
refresh_id   = "running number of the refresh"
restated_at  = "timestamp, UTC, end of the refresh"
table_name   = "table of facts"
day_on       = "day that changed, UTC"
rows_before  = "count of rows of that day before"
rows_after   = "count of rows of that day now"
measure      = "column that is added up"
total_before = "sum of it before"
total_after  = "sum of it now"
*/
select
    restated.refresh_id,
    refresh.finished_at as restated_at,
    restated.table_name,
    restated.day_on,
    restated.rows_before,
    restated.rows_after,
    restated.measure,
    restated.total_before,
    restated.total_after
from ops_restated as restated
inner join ops_refresh as refresh
    on restated.refresh_id = refresh.refresh_id
where refresh.status = 'published'
order by restated.refresh_id desc, restated.table_name asc, restated.day_on asc
