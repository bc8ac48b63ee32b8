/*
title = "Quarantine"
about = "Each row, file or mapping that was put aside: where it stands and why. The row itself may hold personal data and is not shown."
owner = "data-platform"
grain = ["refresh_id", "problem_number"]

[params]

[filters]
mapping = "problem.mapping"
scope   = "problem.scope"
reason  = "problem.reason"

[columns]
refresh_id     = "running number of the refresh"
problem_number = "running number within the refresh"
mapping        = "mapping file"
table_name     = "table it was meant for"
file_name      = "source file"
line_number    = "line in that file, from 1; empty where the whole file or mapping is meant"
scope          = "row, file, mapping, model, or notice (nothing was left out)"
row_count      = "count of rows put aside"
reason         = "what was found, what is expected, what to do"
*/
select
    problem.refresh_id,
    problem.problem_number,
    problem.mapping,
    problem.table_name,
    problem.file_name,
    problem.line_number,
    problem.scope,
    problem.row_count,
    problem.reason
from ops_quarantine as problem
where
    problem.refresh_id > 0
    /* filters */
order by problem.refresh_id desc, problem.problem_number asc
