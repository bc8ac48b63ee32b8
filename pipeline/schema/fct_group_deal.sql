/*
title   = "Group deals"
about   = "One row per group deal: an offer at a group price that needs a number of members before it expires."
owner   = "marketplace"
grain   = ["deal_id"]
time    = "opened_at"
version = "version_at"
measure = "member_goal"
fresh_hours = 168

[columns]
deal_id       = "key"
version_at    = "UTC; when the source said so; the latest wins"
opened_at     = "UTC"
opened_on     = "day of opened_at, UTC"
product_id    = "product on offer"
vendor_id     = "vendor"
expires_at    = "UTC"
member_goal   = "members needed"
group_price   = "company currency per unit"
status        = "active, completed or expired"
closed_at     = "UTC; when it was completed or had expired"
refund_due_at = "UTC; when the money of an expired deal must be back"
refunded_at   = "UTC; when it was back"

[derived]
opened_on = "cast(opened_at as date)"

[accepted]
status = ["active", "completed", "expired"]

[references]
product_id = "dim_product"
vendor_id  = "dim_vendor"
*/
create table fct_group_deal (
    deal_id varchar not null,
    version_at timestamp,
    opened_at timestamp not null,
    opened_on date not null,
    product_id varchar,
    vendor_id varchar,
    expires_at timestamp,
    member_goal integer,
    group_price decimal(18, 4),
    status varchar not null,
    closed_at timestamp,
    refund_due_at timestamp,
    refunded_at timestamp
)
