/*
title = "Days with refreshes"
about = "First and last day on which a refresh began, and how many attempts are told: the days for which numbers of operations can be asked."
owner = "data-platform"
grain = ["subject"]

[columns]
subject   = "operations"
first_on  = "date, UTC"
last_on   = "date, UTC"
fact_rows = "count of rows"
*/
select
    'operations' as subject,
    cast(min(refresh.started_at) as date) as first_on,
    cast(max(refresh.started_at) as date) as last_on,
    count(*) as fact_rows
from ops_refresh as refresh
having count(*) > 0
