/*
title    = "Audience has every active user of the windows that end with a day"
about    = "On each day the users active on it are the distinct users of agg_user_day; on the newest day, so are those of the last 7 and 30 days."
owner    = "growth-analytics"
severity = "stop"
table    = "agg_audience_day"
*/
with newest as (
    select max(fact.activity_on) as last_on
    from agg_user_day as fact
),

in_facts as (
    select
        fact.activity_on as day_on,
        1 as days,
        count(distinct fact.user_id) as users
    from agg_user_day as fact
    group by fact.activity_on
    union all
    select
        newest.last_on as day_on,
        7 as days,
        count(distinct fact.user_id) as users
    from agg_user_day as fact
    inner join newest
        on date_diff('day', fact.activity_on, newest.last_on) < 7
    group by newest.last_on
    union all
    select
        newest.last_on as day_on,
        30 as days,
        count(distinct fact.user_id) as users
    from agg_user_day as fact
    inner join newest
        on date_diff('day', fact.activity_on, newest.last_on) < 30
    group by newest.last_on
),

in_mart as (
    select
        mart.day_on,
        sum(mart.active_1) as active_1,
        sum(mart.active_7) as active_7,
        sum(mart.active_30) as active_30
    from agg_audience_day as mart
    group by mart.day_on
)

select
    in_facts.day_on,
    in_facts.days,
    in_facts.users as users_in_facts,
    case in_facts.days
        when 1 then in_mart.active_1
        when 7 then in_mart.active_7
        else in_mart.active_30
    end as users_in_mart
from in_facts
left join in_mart
    on in_facts.day_on = in_mart.day_on
where
    coalesce(
        case in_facts.days
            when 1 then in_mart.active_1
            when 7 then in_mart.active_7
            else in_mart.active_30
        end,
        0
    ) <> in_facts.users
