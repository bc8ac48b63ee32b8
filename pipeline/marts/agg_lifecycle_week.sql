/*
title = "Life of the audience x week x surface"
about = "Users of each week by state. Always: active = new + retained + resurrected, and active of the week before = retained + churned. Up to the last week with data; the last one may not be over."
owner = "growth-analytics"
grain = ["week_on", "surface"]

[columns]
week_on     = "Monday of the ISO week, UTC"
surface     = "feed, messenger, shop, app, or all"
active      = "count of users with activity in the week"
new         = "count of users whose first week it is"
retained    = "count of users who were active in the week before too"
resurrected = "count of users who were away for at least one week, and came back"
churned     = "count of users who were active in the week before and are not in this one"
complete    = "1 where a later day than the week's last has data, else 0: its numbers may still grow"
*/
with newest as (
    select max(day.activity_on) as last_on
    from agg_user_day as day
)

select
    week.week_on,
    week.surface,
    count(case when week.state <> 'churned' then 1 end) as active,
    count(case when week.state = 'new' then 1 end) as new,
    count(case when week.state = 'retained' then 1 end) as retained,
    count(case when week.state = 'resurrected' then 1 end) as resurrected,
    count(case when week.state = 'churned' then 1 end) as churned,
    max(case when date_diff('day', week.week_on, newest.last_on) > 6 then 1 else 0 end) as complete
from agg_week_user as week
inner join newest
    on week.week_on <= newest.last_on
group by week.week_on, week.surface
