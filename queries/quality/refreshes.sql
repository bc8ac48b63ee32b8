/*
title = "Refreshes"
about = "Every attempt to refresh the warehouse, the latest first."
owner = "data-platform"
grain = ["refresh_id"]

[params]

[columns]
refresh_id       = "running number"
started_at       = "UTC"
finished_at      = "UTC; empty for one that was killed"
status           = "published, nothing_new, stopped (a check of severity stop), failed (an error) or died (killed)"
generation       = "generation that it published"
rows_in          = "rows read from files, each file row counted once"
rows_loaded      = "of these, rows that a mapping took in"
rows_filtered    = "of these, rows that every mapping leaves out on purpose"
rows_quarantined = "of these, rows put aside with a reason"
quality_score    = "percent"
attempts         = "count of attempts that it stands for"
message          = "why it ended so, in words"
*/
select
    refresh.refresh_id,
    refresh.started_at,
    refresh.finished_at,
    refresh.status,
    refresh.generation,
    refresh.rows_in,
    refresh.rows_loaded,
    refresh.rows_filtered,
    refresh.rows_quarantined,
    refresh.quality_score,
    coalesce(refresh.attempts, 1) as attempts,
    refresh.message
from ops_refresh as refresh
order by refresh.refresh_id desc
