/*
into      = "dim_user"
from      = "{data}/CollegeMsg.txt"
delimiter = " "
key       = ["user_id"]

[pii]
dst = "pseudonymous"
*/
select
    dst as user_id,
    make_timestamp(cast(time as bigint) * 1000000) as updated_at
from source
