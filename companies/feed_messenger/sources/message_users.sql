/*
into  = "dim_user"
from  = "{data}/message_actions/*.csv"
key   = ["user_id"]
about = "Who the users are, as their latest row of message_actions says."

[pii]
user_id = "pseudonymous"
gender  = "personal"
age     = "personal"

[[prepare]]
step    = "nulls"
columns = ["source", "country", "city", "os", "gender", "age"]
words   = ["", "n/a", "null", "none", "(none)", "(not set)", "unknown"]

[[prepare]]
step    = "country"
columns = ["country"]
*/
select
    user_id,
    cast(time as timestamp) as updated_at,
    source,
    country,
    city,
    os,
    gender,
    year(cast(time as timestamp)) - cast(age as integer) as birth_year,
    case
        when exp_group is not null then json_object('exp_group', exp_group)
    end as attributes
from source
