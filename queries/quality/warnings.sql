/*
title = "Warnings of the newest generation"
about = "Rules that found rows when the newest generation was checked: pages that show these tables say so."
owner = "data-platform"
grain = ["check_name"]

[params]

[columns]
check_name     = "name of the rule"
title          = "the rule in words"
table_name     = "table that the rule looks at"
offending_rows = "count of rows that break it"
checked_rows   = "count of rows, or cases, that were looked at"
*/
select
    result.check_name,
    result.title,
    result.table_name,
    result.offending_rows,
    result.checked_rows
from ops_check as result
where
    result.status <> 'pass'
    and result.refresh_id = (
        select max(refresh.refresh_id)
        from ops_refresh as refresh
        where refresh.status = 'published'
    )
order by result.table_name, result.check_name
