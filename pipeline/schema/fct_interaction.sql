/*
title = "Interactions"
about = "One row per thing that a user did: viewed, liked, messaged, added to a cart. Atomic and never changed."
owner = "data-platform"
grain = ["interaction_id"]
time  = "occurred_at"
measure = "value"
fresh_hours = 48

[columns]
interaction_id = "key"
occurred_at    = "UTC"
occurred_on    = "day of occurred_at, UTC"
slot_15m       = "start of the quarter of an hour of occurred_at, UTC"
received_at    = "UTC; when the server received it"
user_id        = "who did it"
product_id     = "product or post it was done to"
peer_user_id   = "user it was done to: the receiver of a message"
surface        = "feed, messenger, shop or app"
action         = "view, like, message, add_to_cart, ..."
session_id     = "as the source says, else found by a pause of 30 minutes"
session_from   = "source or pause: who said so"
source         = "where the user came from"
os             = "text"
country        = "standard English name where it is known"
country_from   = "source, or user: filled from other interactions of the same user"
city           = "text"
value          = "company currency, or the action's own measure"
latency_ms     = "milliseconds"
properties     = "JSON text of whatever else is known"

[derived]
occurred_on = "cast(occurred_at as date)"
slot_15m    = "time_bucket(interval '15 minutes', occurred_at)"

[finished]
session_from = "session_id"
country_from = "country"

[sensitivity]
user_id      = "internal"
peer_user_id = "internal"
properties   = "personal"

[references]
user_id      = "dim_user"
product_id   = "dim_product"
peer_user_id = "dim_user"
*/
create table fct_interaction (
    interaction_id varchar not null,
    occurred_at timestamp not null,
    occurred_on date not null,
    slot_15m timestamp not null,
    received_at timestamp,
    user_id varchar not null,
    product_id varchar,
    peer_user_id varchar,
    surface varchar not null,
    action varchar not null,
    session_id varchar,
    session_from varchar,
    source varchar,
    os varchar,
    country varchar,
    country_from varchar,
    city varchar,
    value decimal(18, 4),
    latency_ms integer,
    properties varchar
)
