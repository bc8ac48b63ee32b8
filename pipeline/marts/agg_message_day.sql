/*
title     = "Directed pair x day"
about     = "Messages that each user sent to each other user on each day."
owner     = "messenger-team"
grain     = ["sent_on", "user_id", "peer_user_id"]
partition = "sent_on"

[columns]
sent_on      = "day, UTC"
user_id      = "sender"
peer_user_id = "receiver"
pair_id      = "sender > receiver"
messages     = "count"
*/
select
    interaction.occurred_on as sent_on,
    interaction.user_id,
    interaction.peer_user_id,
    interaction.user_id || ' > ' || interaction.peer_user_id as pair_id,
    count(*) as messages
from fct_interaction as interaction
where interaction.action = 'message' and interaction.peer_user_id is not null
group by interaction.occurred_on, interaction.user_id, interaction.peer_user_id
