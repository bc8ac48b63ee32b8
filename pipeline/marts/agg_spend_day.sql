/*
title     = "Marketing spend x day x channel"
about     = "What was shown, clicked and paid on each day in each channel, over its campaigns. All of it adds up."
owner     = "marketing"
grain     = ["spent_on", "channel"]
partition = "spent_on"

[columns]
spent_on    = "day"
channel     = "search, social, email, ..."
campaigns   = "count of distinct campaigns"
impressions = "count"
clicks      = "count"
spend       = "company currency"
fixed_spend = "company currency: of the spend, what is paid whatever is shown or clicked"
*/
select
    spend.spent_on,
    spend.channel,
    count(distinct spend.campaign_id) as campaigns,
    cast(coalesce(sum(spend.impressions), 0) as bigint) as impressions,
    cast(coalesce(sum(spend.clicks), 0) as bigint) as clicks,
    sum(spend.spend) as spend,
    sum(case when spend.fixed then spend.spend else 0 end) as fixed_spend
from fct_marketing_spend as spend
group by spend.spent_on, spend.channel
