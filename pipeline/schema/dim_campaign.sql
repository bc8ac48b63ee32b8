/*
title = "Campaigns"
about = "One row per marketing campaign. The latest attributes win."
owner = "marketing"
grain = ["campaign_id"]
time  = "updated_at"

[columns]
campaign_id = "key"
updated_at  = "UTC; when these attributes were true"
name        = "text"
channel     = "search, social, email, ..."
started_at  = "UTC"
ended_at    = "UTC; empty while it runs"
attributes  = "JSON text of whatever else is known"
*/
create table dim_campaign (
    campaign_id varchar not null,
    updated_at timestamp,
    name varchar,
    channel varchar,
    started_at timestamp,
    ended_at timestamp,
    attributes varchar
)
