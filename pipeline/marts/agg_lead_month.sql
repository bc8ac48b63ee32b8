/*
title     = "Leads x month x source x stage"
about     = "Leads by the month in which they came, where from, and how far they have come by now. All of it adds up."
owner     = "sales"
grain     = ["created_month", "source", "stage"]
partition = "created_month"
every     = "month"

[columns]
created_month = "first day of the month, UTC"
source        = "where the lead came from; 'unknown' where it is not said"
stage         = "new, qualified, proposal, won, lost, ..."
leads         = "count"
lead_value    = "company currency"
closed        = "count of leads with a time of closing"
days_to_close = "days from coming to closing, added up over these"
*/
select
    cast(date_trunc('month', lead.created_on) as date) as created_month,
    coalesce(lead.source, 'unknown') as source,
    lead.stage,
    count(*) as leads,
    coalesce(sum(lead.value), 0) as lead_value,
    count(lead.closed_at) as closed,
    cast(
        coalesce(sum(date_diff('day', lead.created_on, cast(lead.closed_at as date))), 0)
        as bigint
    ) as days_to_close
from fct_lead as lead
group by
    cast(date_trunc('month', lead.created_on) as date),
    coalesce(lead.source, 'unknown'),
    lead.stage
