/*
title = "Order lines"
about = "One row per line of an order. A refund is its own line with a negative amount, or a refunded_amount on the line that it returns; never both."
owner = "finance-analytics"
grain = ["order_line_id"]
time  = "ordered_at"
version = "version_at"
measure = "amount"
fresh_hours = 72

[columns]
order_line_id   = "key"
order_id        = "order or invoice"
version_at      = "UTC; when the source said so; the latest wins"
ordered_at      = "UTC"
ordered_on      = "day of ordered_at, UTC"
user_id         = "customer; empty for a guest"
customer_kind   = "known or guest"
product_id      = "product"
vendor_id       = "vendor"
deal_id         = "group deal"
channel         = "group or individual"
country         = "where the order goes"
kind            = "sale, refund, adjustment (stock and ledger corrections) or unpaid (not paid yet, or never)"
quantity        = "units"
unit_price      = "company currency per unit"
amount          = "company currency: quantity x unit_price less discount"
discount        = "company currency"
status          = "text, lower case"
paid_at         = "UTC"
refunded_amount = "company currency, positive"
refunded_at     = "UTC"

[derived]
ordered_on    = "cast(ordered_at as date)"
customer_kind = "case when user_id is null then 'guest' else 'known' end"

[accepted]
kind = ["sale", "refund", "adjustment", "unpaid"]

[sensitivity]
user_id = "internal"

[references]
user_id    = "dim_user"
product_id = "dim_product"
vendor_id  = "dim_vendor"
deal_id    = "fct_group_deal"
*/
create table fct_order_line (
    order_line_id varchar not null,
    order_id varchar not null,
    version_at timestamp,
    ordered_at timestamp not null,
    ordered_on date not null,
    user_id varchar,
    customer_kind varchar not null,
    product_id varchar not null,
    vendor_id varchar,
    deal_id varchar,
    channel varchar,
    country varchar,
    kind varchar not null,
    quantity integer not null,
    unit_price decimal(18, 4) not null,
    amount decimal(18, 4) not null,
    discount decimal(18, 4),
    status varchar,
    paid_at timestamp,
    refunded_amount decimal(18, 4),
    refunded_at timestamp
)
