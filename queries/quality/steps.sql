/*
title = "Steps of a refresh"
about = "What one refresh did, step by step, and how long each took."
owner = "data-platform"
grain = ["step_number"]

[params]
refresh_id = "integer, running number of the refresh"

[columns]
step_number = "order of the steps"
step        = "copy, read, load:<mapping>, mart:<table>, check:<name>, verify, publish"
started_at  = "UTC"
seconds     = "seconds"
rows_in     = "count of rows that the step looked at"
rows_out    = "count of rows that it wrote"
status      = "done, skipped or failed"
detail      = "in words"
*/
select
    step.step_number,
    step.step,
    step.started_at,
    step.seconds,
    step.rows_in,
    step.rows_out,
    step.status,
    step.detail
from ops_step as step
where step.refresh_id = :refresh_id
order by step.step_number
