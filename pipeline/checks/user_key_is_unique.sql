/*
title    = "Each user stands in dim_user once"
about    = "A user that stands there twice would be counted twice in every number."
owner    = "data-platform"
severity = "stop"
table    = "dim_user"
*/
select
    dim_user.user_id,
    count(*) as times
from dim_user
group by dim_user.user_id
having count(*) > 1
