/*
title = "Mappings that were loaded"
about = "Each mapping that ever loaded rows, and the table that it fills. The first link of the lineage."
owner = "data-platform"
grain = ["load_step", "target"]

[params]

[columns]
load_step      = "load:<mapping>"
target         = "into <table>"
latest_refresh = "running number of the latest refresh that ran it"
*/
select
    step.step as load_step,
    coalesce(step.detail, '') as target,
    max(step.refresh_id) as latest_refresh
from ops_step as step
where substring(step.step, 1, 5) = 'load:'
group by step.step, coalesce(step.detail, '')
order by step.step, coalesce(step.detail, '')
