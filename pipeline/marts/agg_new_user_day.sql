/*
title = "New users x day x surface, by one dimension at a time"
about = "Users by the day of their first activity ever, on each surface and on any, for all users and for the values of one attribute at a time (its latest value). They add up over days."
owner = "growth-analytics"
grain = ["first_on", "surface", "dimension", "segment"]

[columns]
first_on  = "day of the first activity, UTC"
surface   = "feed, messenger, shop, app, or all"
dimension = "all, country, city, os, source, campaign, gender or age_group: what the users are split by"
segment   = "value of the dimension; 'all' for all users, 'unknown' where it is not known, 'none' for no campaign"
new_users = "count of users"
*/
with life as (
    select
        lifetime.first_on,
        lifetime.surface,
        lifetime.user_id
    from agg_user as lifetime
),

described as (
    select
        life.first_on,
        life.surface,
        coalesce(person.country, 'unknown') as country,
        coalesce(person.city, 'unknown') as city,
        coalesce(person.os, 'unknown') as os,
        coalesce(person.source, 'unknown') as source,
        coalesce(person.campaign_id, 'none') as campaign,
        coalesce(person.gender, 'unknown') as gender,
        case
            when person.birth_year is null then 'unknown'
            when extract(year from life.first_on) - person.birth_year < 18 then 'under 18'
            when extract(year from life.first_on) - person.birth_year < 25 then '18-24'
            when extract(year from life.first_on) - person.birth_year < 35 then '25-34'
            when extract(year from life.first_on) - person.birth_year < 45 then '35-44'
            when extract(year from life.first_on) - person.birth_year < 55 then '45-54'
            when extract(year from life.first_on) - person.birth_year < 65 then '55-64'
            else '65 and over'
        end as age_group
    from life
    left join dim_user as person
        on life.user_id = person.user_id
)

select
    described.first_on,
    described.surface,
    'all' as dimension,
    'all' as segment,
    count(*) as new_users
from described
group by described.first_on, described.surface
union all
select
    described.first_on,
    described.surface,
    'country' as dimension,
    described.country as segment,
    count(*) as new_users
from described
group by described.first_on, described.surface, described.country
union all
select
    described.first_on,
    described.surface,
    'city' as dimension,
    described.city as segment,
    count(*) as new_users
from described
group by described.first_on, described.surface, described.city
union all
select
    described.first_on,
    described.surface,
    'os' as dimension,
    described.os as segment,
    count(*) as new_users
from described
group by described.first_on, described.surface, described.os
union all
select
    described.first_on,
    described.surface,
    'source' as dimension,
    described.source as segment,
    count(*) as new_users
from described
group by described.first_on, described.surface, described.source
union all
select
    described.first_on,
    described.surface,
    'campaign' as dimension,
    described.campaign as segment,
    count(*) as new_users
from described
group by described.first_on, described.surface, described.campaign
union all
select
    described.first_on,
    described.surface,
    'gender' as dimension,
    described.gender as segment,
    count(*) as new_users
from described
group by described.first_on, described.surface, described.gender
union all
select
    described.first_on,
    described.surface,
    'age_group' as dimension,
    described.age_group as segment,
    count(*) as new_users
from described
group by described.first_on, described.surface, described.age_group
