/*
title = "Refreshes"
about = "One row per attempt to refresh the warehouse, whatever its end."
owner = "data-platform"
grain = ["refresh_id"]
time  = "started_at"

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
quality_score    = "percent: share of rows not in quarantine x weighted mean of the tables' scores (ops_table)"
late_hours       = "hours after its end during which a day may change without being told as restated"
attempts         = "attempts that this row stands for: those in a row that found nothing new are one; empty means 1"
message          = "why it ended so, in words"
*/
create table ops_refresh (
    refresh_id integer not null,
    started_at timestamp not null,
    finished_at timestamp,
    status varchar not null,
    generation integer,
    rows_in bigint,
    rows_loaded bigint,
    rows_filtered bigint,
    rows_quarantined bigint,
    quality_score double,
    late_hours integer,
    attempts integer,
    message varchar
)
