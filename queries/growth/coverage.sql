/*
title = "What data there is"
about = "First and last day and rows of each subject. A subject without data has no row."
owner = "data-platform"
grain = ["subject"]

[columns]
subject   = "commerce, feed, messenger, shop, app or activity"
first_on  = "date, UTC"
last_on   = "date, UTC"
fact_rows = "count of rows"
*/
select
    coverage.subject,
    coverage.first_on,
    coverage.last_on,
    coverage.fact_rows
from agg_coverage as coverage
order by coverage.subject
