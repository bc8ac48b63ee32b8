/*
title = "What data there is"
about = "First and last day and rows of each subject. A page or metric whose subject has no row here says what to connect."
owner = "data-platform"
grain = ["subject"]

[columns]
subject  = "commerce, feed, messenger, shop, app (a surface of fct_interaction), or activity (all of them)"
first_on = "day, UTC"
last_on  = "day, UTC"
fact_rows = "count of rows behind it"
*/
select
    'commerce' as subject,
    min(line.ordered_on) as first_on,
    max(line.ordered_on) as last_on,
    count(*) as fact_rows
from fct_order_line as line
having count(*) > 0
union all
select
    interaction.surface as subject,
    min(interaction.occurred_on) as first_on,
    max(interaction.occurred_on) as last_on,
    count(*) as fact_rows
from fct_interaction as interaction
group by interaction.surface
union all
select
    'activity' as subject,
    min(day.activity_on) as first_on,
    max(day.activity_on) as last_on,
    count(*) as fact_rows
from agg_user_day as day
having count(*) > 0
