/*
title = "Quarantine by reason"
about = "Rows, files and mappings that were put aside, by mapping and reason, over all refreshes."
owner = "data-platform"
grain = ["mapping", "scope", "reason"]

[params]

[columns]
mapping         = "mapping file"
scope           = "row, file, mapping, model, or notice (nothing was left out)"
reason          = "what was found, what is expected, what to do"
rows_aside      = "count of rows put aside"
problems        = "count of problems"
files           = "count of files"
latest_refresh  = "running number of the latest refresh that met it"
*/
select
    problem.mapping,
    problem.scope,
    problem.reason,
    cast(sum(problem.row_count) as bigint) as rows_aside,
    count(*) as problems,
    count(distinct problem.file_name) as files,
    max(problem.refresh_id) as latest_refresh
from ops_quarantine as problem
group by problem.mapping, problem.scope, problem.reason
order by
    rows_aside desc,
    problems desc,
    problem.mapping asc,
    problem.scope asc,
    problem.reason asc
