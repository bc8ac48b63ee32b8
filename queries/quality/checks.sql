/*
title = "Checks of the latest refresh that checked"
about = "Each rule, and how many rows broke it."
owner = "data-platform"
grain = ["check_name"]

[params]

[columns]
refresh_id     = "running number of the refresh"
check_name     = "name of the rule's file"
title          = "the rule in words"
severity       = "stop (the old generation stays) or warn (published with a mark)"
table_name     = "table that the rule looks at"
status         = "pass, warn or stop"
offending_rows = "count"
checked_rows   = "count of rows in the table"
checked_at     = "UTC"
*/
select
    result.refresh_id,
    result.check_name,
    result.title,
    result.severity,
    result.table_name,
    result.status,
    result.offending_rows,
    result.checked_rows,
    result.checked_at
from ops_check as result
where result.refresh_id = (select max(latest.refresh_id) from ops_check as latest)
order by
    case result.status when 'stop' then 0 when 'warn' then 1 else 2 end,
    result.check_name
