/*
title = "Health of the warehouse"
about = "The last published refresh with its rows, quality score and checks, and how the last attempt ended. Empty before the first publication."
owner = "data-platform"
grain = ["refresh_id"]

[columns]
refresh_id       = "integer, running number of the last published refresh"
finished_at      = "timestamp, UTC, when it was published"
quality_score    = "percent"
rows_in          = "count of rows read from files"
rows_quarantined = "count of rows put aside with a reason"
checks           = "count of rules that were looked at"
checks_failing   = "count of these that found rows"
last_status      = "how the last attempt ended: published, nothing_new, stopped, failed or died"
last_started_at  = "timestamp, UTC, when the last attempt began"
*/
with published as (
    select max(attempt.refresh_id) as refresh_id
    from ops_refresh as attempt
    where attempt.status = 'published'
),

newest as (
    select max(attempt.refresh_id) as refresh_id
    from ops_refresh as attempt
),

verdicts as (
    select
        result.refresh_id,
        count(*) as checks,
        count(case when result.status <> 'pass' then 1 end) as checks_failing
    from ops_check as result
    group by result.refresh_id
)

select
    refresh.refresh_id,
    refresh.finished_at,
    refresh.quality_score,
    refresh.rows_in,
    refresh.rows_quarantined,
    coalesce(verdicts.checks, 0) as checks,
    coalesce(verdicts.checks_failing, 0) as checks_failing,
    latest.status as last_status,
    latest.started_at as last_started_at
from ops_refresh as refresh
inner join published
    on refresh.refresh_id = published.refresh_id
cross join newest
inner join ops_refresh as latest
    on newest.refresh_id = latest.refresh_id
left join verdicts
    on refresh.refresh_id = verdicts.refresh_id
order by refresh.refresh_id
