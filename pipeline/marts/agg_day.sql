/*
title     = "Day x surface, by one dimension at a time"
about     = "Exact distinct users and actions of each day, on each surface and on all together, for all users and for the values of one attribute of the user at a time (its latest value; the age on that day). Users never add up over days or surfaces; over the values of one dimension they do."
owner     = "growth-analytics"
grain     = ["activity_on", "surface", "dimension", "segment"]
partition = "activity_on"

[columns]
activity_on = "day, UTC"
surface   = "feed, messenger, shop, app, or all"
dimension = "all, country, city, os, source, campaign, gender or age_group: what the users are split by"
segment   = "value of the dimension; 'all' for all users, 'unknown' where it is not known, 'none' for no campaign"
users     = "count of distinct users"
actions   = "count of interactions, and of orders in the shop"
*/
with person_day as (
    select
        day.activity_on,
        day.user_id,
        day.surface,
        day.actions
    from agg_user_day as day
    union all
    select
        day.activity_on,
        day.user_id,
        'all' as surface,
        cast(sum(day.actions) as bigint) as actions
    from agg_user_day as day
    group by day.activity_on, day.user_id
),

described as (
    select
        person_day.activity_on,
        person_day.surface,
        person_day.actions,
        coalesce(person.country, 'unknown') as country,
        coalesce(person.city, 'unknown') as city,
        coalesce(person.os, 'unknown') as os,
        coalesce(person.source, 'unknown') as source,
        coalesce(person.campaign_id, 'none') as campaign,
        coalesce(person.gender, 'unknown') as gender,
        case
            when person.birth_year is null then 'unknown'
            when extract(year from person_day.activity_on) - person.birth_year < 18 then 'under 18'
            when extract(year from person_day.activity_on) - person.birth_year < 25 then '18-24'
            when extract(year from person_day.activity_on) - person.birth_year < 35 then '25-34'
            when extract(year from person_day.activity_on) - person.birth_year < 45 then '35-44'
            when extract(year from person_day.activity_on) - person.birth_year < 55 then '45-54'
            when extract(year from person_day.activity_on) - person.birth_year < 65 then '55-64'
            else '65 and over'
        end as age_group
    from person_day
    left join dim_user as person
        on person_day.user_id = person.user_id
)

select
    described.activity_on,
    described.surface,
    'all' as dimension,
    'all' as segment,
    count(*) as users,
    cast(sum(described.actions) as bigint) as actions
from described
group by described.activity_on, described.surface
union all
select
    described.activity_on,
    described.surface,
    'country' as dimension,
    described.country as segment,
    count(*) as users,
    cast(sum(described.actions) as bigint) as actions
from described
group by described.activity_on, described.surface, described.country
union all
select
    described.activity_on,
    described.surface,
    'city' as dimension,
    described.city as segment,
    count(*) as users,
    cast(sum(described.actions) as bigint) as actions
from described
group by described.activity_on, described.surface, described.city
union all
select
    described.activity_on,
    described.surface,
    'os' as dimension,
    described.os as segment,
    count(*) as users,
    cast(sum(described.actions) as bigint) as actions
from described
group by described.activity_on, described.surface, described.os
union all
select
    described.activity_on,
    described.surface,
    'source' as dimension,
    described.source as segment,
    count(*) as users,
    cast(sum(described.actions) as bigint) as actions
from described
group by described.activity_on, described.surface, described.source
union all
select
    described.activity_on,
    described.surface,
    'campaign' as dimension,
    described.campaign as segment,
    count(*) as users,
    cast(sum(described.actions) as bigint) as actions
from described
group by described.activity_on, described.surface, described.campaign
union all
select
    described.activity_on,
    described.surface,
    'gender' as dimension,
    described.gender as segment,
    count(*) as users,
    cast(sum(described.actions) as bigint) as actions
from described
group by described.activity_on, described.surface, described.gender
union all
select
    described.activity_on,
    described.surface,
    'age_group' as dimension,
    described.age_group as segment,
    count(*) as users,
    cast(sum(described.actions) as bigint) as actions
from described
group by described.activity_on, described.surface, described.age_group
