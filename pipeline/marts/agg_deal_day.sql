/*
title = "Group deals x day"
about = "Deals that were opened, completed and expired on each day, and how many were active at its end. Days on which nothing changed have no row: the last row before them holds."
owner = "marketplace"
grain = ["day_on"]

[columns]
day_on    = "day, UTC"
opened    = "count of deals opened"
completed = "count of deals completed"
expired   = "count of deals that expired"
active    = "count of deals open at the end of the day"
members   = "count of members of the deals opened that day"
sales     = "company currency: of the deals opened that day, before refunds"
*/
with happened as (
    select
        deal.opened_on as day_on,
        1 as opened,
        0 as completed,
        0 as expired,
        deal.members,
        deal.sales
    from agg_deal as deal
    union all
    select
        deal.closed_on as day_on,
        0 as opened,
        case when deal.status = 'completed' then 1 else 0 end as completed,
        case when deal.status = 'expired' then 1 else 0 end as expired,
        0 as members,
        0 as sales
    from agg_deal as deal
    where deal.closed_on is not null and deal.status <> 'active'
),

day as (
    select
        happened.day_on,
        cast(sum(happened.opened) as bigint) as opened,
        cast(sum(happened.completed) as bigint) as completed,
        cast(sum(happened.expired) as bigint) as expired,
        cast(sum(happened.members) as bigint) as members,
        sum(happened.sales) as sales
    from happened
    group by happened.day_on
)

select
    day.day_on,
    day.opened,
    day.completed,
    day.expired,
    cast(
        sum(day.opened - day.completed - day.expired) over (
            order by day.day_on
            rows between unbounded preceding and current row
        ) as bigint
    ) as active,
    day.members,
    day.sales
from day
