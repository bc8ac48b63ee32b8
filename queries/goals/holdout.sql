/*
title = "What users of each variant did"
about = "Users who met one variant of an experiment only, with what they did from its start to its end (or to the newest data, where no end is planned): sums and sums of squares per user, from which means and variances follow. Users who met several variants are left out and counted."
owner = "experimentation"
grain = ["variant"]

[params]
experiment = "text, key of the experiment"

[columns]
variant       = "variant met"
is_control    = "1 for the variant that the others are compared with, else 0"
started_on    = "first day of the window, UTC"
ended_on      = "last day of the window, UTC; empty where none is planned"
mixed_users   = "count of users who met this and another variant; in no other column"
users         = "count of users who met this variant only"
active_days   = "days with any activity, added up over users"
active_days_2 = "the same, squared per user before adding up"
actions       = "count of interactions, and of orders in the shop"
actions_2     = "the same, squared per user before adding up"
revenue       = "company currency: sales less refunds of the lines ordered in the window"
revenue_2     = "the same, squared per user before adding up"
*/
with design as (
    select
        experiment.experiment_id,
        experiment.control,
        cast(experiment.started_at as date) as started_on,
        cast(experiment.ended_at as date) as ended_on,
        coalesce(cast(experiment.ended_at as date), date '9999-12-31') as until_on
    from dim_experiment as experiment
    where experiment.experiment_id = :experiment
),

exposed as (
    select
        exposure.user_id,
        min(exposure.variant) as variant,
        max(exposure.variant) as other_variant
    from fct_exposure as exposure
    where exposure.experiment_id = :experiment
    group by exposure.user_id
),

activity as (
    select
        day.user_id,
        count(distinct day.activity_on) as active_days,
        sum(day.actions) as actions
    from agg_user_day as day
    inner join design on day.activity_on between design.started_on and design.until_on
    group by day.user_id
),

money as (
    select
        line.user_id,
        sum(line.amount - coalesce(line.refunded_amount, 0)) as revenue
    from fct_order_line as line
    inner join design on line.ordered_on between design.started_on and design.until_on
    where line.kind in ('sale', 'refund')
    group by line.user_id
),

person as (
    select
        exposed.variant,
        case when exposed.variant = exposed.other_variant then 0 else 1 end as is_mixed,
        coalesce(activity.active_days, 0) * 1.0 as active_days,
        coalesce(activity.actions, 0) * 1.0 as actions,
        coalesce(money.revenue, 0) * 1.0 as revenue
    from exposed
    left join activity on exposed.user_id = activity.user_id
    left join money on exposed.user_id = money.user_id
    union all
    select
        exposed.other_variant as variant,
        1 as is_mixed,
        0.0 as active_days,
        0.0 as actions,
        0.0 as revenue
    from exposed
    where exposed.variant <> exposed.other_variant
)

select
    person.variant,
    case when person.variant = design.control then 1 else 0 end as is_control,
    design.started_on,
    design.ended_on,
    count(case when person.is_mixed = 1 then 1 end) as mixed_users,
    count(case when person.is_mixed = 0 then 1 end) as users,
    sum(case when person.is_mixed = 0 then person.active_days else 0 end) as active_days,
    sum(case when person.is_mixed = 0 then person.active_days * person.active_days else 0 end)
        as active_days_2,
    sum(case when person.is_mixed = 0 then person.actions else 0 end) as actions,
    sum(case when person.is_mixed = 0 then person.actions * person.actions else 0 end)
        as actions_2,
    sum(case when person.is_mixed = 0 then person.revenue else 0 end) as revenue,
    sum(case when person.is_mixed = 0 then person.revenue * person.revenue else 0 end)
        as revenue_2
from person
cross join design
group by person.variant, design.control, design.started_on, design.ended_on
order by person.variant
