/*
title   = "Marketing spend"
about   = "One row per day, channel and campaign: what was shown, clicked and paid."
owner   = "marketing"
grain   = ["spent_on", "channel", "campaign_id"]
time    = "spent_on"
version = "version_at"
measure = "spend"
fresh_hours = 72

[columns]
spent_on    = "day"
channel     = "search, social, email, ..."
campaign_id = "campaign; 'none' for what belongs to no campaign"
version_at  = "UTC; when the source said so; the latest wins"
impressions = "count"
clicks      = "count"
spend       = "company currency"
fixed       = "whether the cost is fixed, not paid per click or impression"

[references]
campaign_id = "dim_campaign, or none"
*/
create table fct_marketing_spend (
    spent_on date not null,
    channel varchar not null,
    campaign_id varchar not null,
    version_at timestamp,
    impressions bigint,
    clicks bigint,
    spend decimal(18, 4) not null,
    fixed boolean
)
