/*
into      = "fct_interaction"
from      = "{data}/CollegeMsg.txt"
delimiter = " "
key       = ["interaction_id"]

[pii]
src = "pseudonymous"
dst = "pseudonymous"
*/
select
    src || '-' || dst || '-' || time || '-' || row_number() over (
        partition by source_file, src, dst, time order by source_line
    ) as interaction_id,
    make_timestamp(cast(time as bigint) * 1000000) as occurred_at,
    src as user_id,
    dst as peer_user_id,
    'messenger' as surface,
    'message' as action
from source
