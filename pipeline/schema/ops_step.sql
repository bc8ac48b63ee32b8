/*
title = "Steps of a refresh"
about = "One row per step: what it did, how long it took."
owner = "data-platform"
grain = ["refresh_id", "step_number"]
time  = "started_at"

[columns]
refresh_id   = "running number of the refresh"
step_number  = "order of the steps"
step         = "copy, read, load:<mapping>, mart:<table>, check:<name>, verify, publish"
started_at   = "UTC"
seconds      = "seconds"
rows_in      = "rows that the step looked at"
rows_out     = "rows that it wrote"
status       = "done, skipped or failed"
detail       = "in words"
*/
create table ops_step (
    refresh_id integer not null,
    step_number integer not null,
    step varchar not null,
    started_at timestamp not null,
    seconds double not null,
    rows_in bigint,
    rows_out bigint,
    status varchar not null,
    detail varchar
)
