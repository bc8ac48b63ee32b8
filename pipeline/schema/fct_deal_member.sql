/*
title   = "Members of group deals"
about   = "One row per user and group of a deal: who joined, when, for how many units, and the order that came of it."
owner   = "marketplace"
grain   = ["deal_id", "group_id", "user_id"]
time    = "joined_at"
version = "version_at"
measure = "quantity"
fresh_hours = 168

[columns]
deal_id    = "group deal"
group_id   = "the group within the deal; the deal itself where a deal has one group"
user_id    = "member"
version_at = "UTC; when the source said so; the latest wins"
joined_at  = "UTC"
joined_on  = "day of joined_at, UTC"
quantity   = "units"
order_id   = "order that came of it"

[derived]
joined_on = "cast(joined_at as date)"

[sensitivity]
user_id = "internal"

[references]
deal_id = "fct_group_deal"
user_id = "dim_user"
*/
create table fct_deal_member (
    deal_id varchar not null,
    group_id varchar not null,
    user_id varchar not null,
    version_at timestamp,
    joined_at timestamp not null,
    joined_on date not null,
    quantity integer,
    order_id varchar
)
