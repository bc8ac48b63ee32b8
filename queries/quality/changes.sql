/*
title = "What preparation changed"
about = "Each declared step of preparation, with the rows that it saw and changed over all refreshes whose details are kept. Examples may hold personal data and are not shown."
owner = "data-platform"
grain = ["mapping", "table_name", "column_name", "step", "about"]

[params]

[columns]
mapping        = "mapping file, model or 'all'"
table_name     = "table that was prepared"
column_name    = "column that was changed; empty where whole rows were"
step           = "kind of step"
about          = "what the step does, in words"
rows_seen      = "count of rows that it looked at"
rows_changed   = "count of rows that it changed"
latest_refresh = "running number of the latest refresh that ran it"
*/
select
    change.mapping,
    change.table_name,
    coalesce(change.column_name, '') as column_name,
    change.step,
    change.about,
    cast(sum(change.rows_seen) as bigint) as rows_seen,
    cast(sum(change.rows_changed) as bigint) as rows_changed,
    max(change.refresh_id) as latest_refresh
from ops_change as change
group by
    change.mapping,
    change.table_name,
    coalesce(change.column_name, ''),
    change.step,
    change.about
order by
    change.table_name,
    change.mapping,
    coalesce(change.column_name, ''),
    change.step,
    change.about
