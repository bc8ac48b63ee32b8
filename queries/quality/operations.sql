/*
title = "Days with refreshes and page views"
about = "For numbers of operations the first and last day on which a refresh began, for those of the portal itself the days from its first view that is kept to the newest view or refresh: the days for which they can be asked."
owner = "data-platform"
grain = ["subject"]

[columns]
subject   = "operations or portal"
first_on  = "date, UTC"
last_on   = "date, UTC"
fact_rows = "count of rows"
*/
with newest as (
    select max(refresh.started_at) as started_at
    from ops_refresh as refresh
)

select
    'operations' as subject,
    cast(min(refresh.started_at) as date) as first_on,
    cast(max(refresh.started_at) as date) as last_on,
    count(*) as fact_rows
from ops_refresh as refresh
having count(*) > 0
union all
select
    'portal' as subject,
    cast(min(shown.viewed_at) as date) as first_on,
    cast(
        case
            when max(newest.started_at) > max(shown.viewed_at) then max(newest.started_at)
            else max(shown.viewed_at)
        end as date
    ) as last_on,
    count(*) as fact_rows
from ops_page_view as shown
cross join newest
having count(*) > 0
