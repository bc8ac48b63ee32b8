/*
title   = "Leads"
about   = "One row per business lead and the stage that it has reached."
owner   = "sales"
grain   = ["lead_id"]
time    = "created_at"
version = "version_at"
measure = "value"
fresh_hours = 336

[columns]
lead_id      = "key"
version_at   = "UTC; when the source said so; the latest wins"
created_at   = "UTC"
created_on   = "day of created_at, UTC"
user_id      = "user it became; empty before"
source       = "where it came from"
campaign_id  = "campaign"
stage        = "text, lower case: new, qualified, proposal, won, lost, ..."
closed_at    = "UTC"
value        = "company currency"
company_size = "text"
industry     = "text"

[derived]
created_on = "cast(created_at as date)"

[sensitivity]
user_id = "internal"

[references]
user_id     = "dim_user"
campaign_id = "dim_campaign"
*/
create table fct_lead (
    lead_id varchar not null,
    version_at timestamp,
    created_at timestamp not null,
    created_on date not null,
    user_id varchar,
    source varchar,
    campaign_id varchar,
    stage varchar not null,
    closed_at timestamp,
    value decimal(18, 4),
    company_size varchar,
    industry varchar
)
