/*
title = "Marketing touchpoints"
about = "One row per contact of a user with marketing, and whether it ended in a conversion."
owner = "marketing"
grain = ["touch_id"]
time  = "touched_at"
measure = "value"
fresh_hours = 72

[columns]
touch_id    = "key"
touched_at  = "UTC"
touched_on  = "day of touched_at, UTC"
user_id     = "who was touched: a user, or a visitor who never became one"
channel     = "search, social, email, ..."
campaign_id = "campaign"
converted   = "whether this touch is the conversion itself"
value       = "company currency of the conversion"

[derived]
touched_on = "cast(touched_at as date)"

[sensitivity]
user_id = "internal"

[references]
campaign_id = "dim_campaign"
*/
create table fct_touchpoint (
    touch_id varchar not null,
    touched_at timestamp not null,
    touched_on date not null,
    user_id varchar not null,
    channel varchar not null,
    campaign_id varchar,
    converted boolean,
    value decimal(18, 4)
)
