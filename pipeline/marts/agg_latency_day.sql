/*
title     = "Latency x day x surface x country x operating system"
about     = "How long the server took, as counts by class of latency: add the counts over what is asked, then find the class that holds the 50th or 95th of 100. Percentiles themselves do not add up and are never averaged."
owner     = "data-platform"
grain     = ["slot_on", "surface", "country", "os", "latency_to"]
partition = "slot_on"

[columns]
slot_on    = "day, UTC"
surface    = "feed, messenger, shop or app"
country    = "as the interaction says; 'unknown' where it does not"
os         = "operating system; 'unknown' where it is not said"
latency_to = "milliseconds: upper end of the class; it begins where the class before ends. 86400000 is all above 60000"
requests   = "count of interactions in the class"
*/
with request as (
    select
        event.occurred_on as slot_on,
        event.surface,
        coalesce(event.country, 'unknown') as country,
        coalesce(event.os, 'unknown') as os,
        case
            when event.latency_ms <= 1 then 1
            when event.latency_ms <= 2 then 2
            when event.latency_ms <= 3 then 3
            when event.latency_ms <= 5 then 5
            when event.latency_ms <= 7 then 7
            when event.latency_ms <= 10 then 10
            when event.latency_ms <= 15 then 15
            when event.latency_ms <= 20 then 20
            when event.latency_ms <= 30 then 30
            when event.latency_ms <= 50 then 50
            when event.latency_ms <= 70 then 70
            when event.latency_ms <= 100 then 100
            when event.latency_ms <= 150 then 150
            when event.latency_ms <= 200 then 200
            when event.latency_ms <= 300 then 300
            when event.latency_ms <= 500 then 500
            when event.latency_ms <= 700 then 700
            when event.latency_ms <= 1000 then 1000
            when event.latency_ms <= 1500 then 1500
            when event.latency_ms <= 2000 then 2000
            when event.latency_ms <= 3000 then 3000
            when event.latency_ms <= 5000 then 5000
            when event.latency_ms <= 7000 then 7000
            when event.latency_ms <= 10000 then 10000
            when event.latency_ms <= 15000 then 15000
            when event.latency_ms <= 20000 then 20000
            when event.latency_ms <= 30000 then 30000
            when event.latency_ms <= 60000 then 60000
            else 86400000
        end as latency_to
    from fct_interaction as event
    where event.latency_ms >= 0
)

select
    request.slot_on,
    request.surface,
    request.country,
    request.os,
    request.latency_to,
    count(*) as requests
from request
group by
    request.slot_on,
    request.surface,
    request.country,
    request.os,
    request.latency_to
