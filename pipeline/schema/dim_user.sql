/*
title = "Users"
about = "One row per person or account. The latest attributes win."
owner = "data-platform"
grain = ["user_id"]
time  = "updated_at"

[columns]
user_id      = "pseudonymous key"
updated_at   = "UTC; when these attributes were true"
signed_up_at = "UTC"
source       = "where the user came from: ads, organic, ..."
campaign_id  = "text"
country      = "text, as the source names it"
city         = "text"
os           = "text"
gender       = "text"
birth_year   = "year"
company_size = "text, business customers only"
industry     = "text, business customers only"
attributes   = "JSON text of whatever else is known"

[sensitivity]
user_id    = "internal"
gender     = "personal"
birth_year = "personal"
attributes = "personal"

[references]
campaign_id = "dim_campaign"
*/
create table dim_user (
    user_id varchar not null,
    updated_at timestamp,
    signed_up_at timestamp,
    source varchar,
    campaign_id varchar,
    country varchar,
    city varchar,
    os varchar,
    gender varchar,
    birth_year integer,
    company_size varchar,
    industry varchar,
    attributes varchar
)
