/*
title = "Messages by quarter of an hour"
about = "Messages in each quarter of an hour, so that any time zone can be told. Quiet quarters have no row."
owner = "messenger-team"
grain = ["slot_15m"]
cost  = "large"

[params]
start = "date, the first day, included"
end   = "date, the last day, included"

[columns]
slot_15m = "start of the quarter of an hour, UTC"
messages = "count"
*/
select
    interaction.slot_15m,
    count(*) as messages
from fct_interaction as interaction
where
    interaction.action = 'message'
    and interaction.peer_user_id is not null
    and interaction.occurred_on between :start and :end
group by interaction.slot_15m
order by interaction.slot_15m
