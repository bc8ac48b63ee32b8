/*
into  = "fct_exposure"
from  = "{data}/exposures/*.csv"
key   = ["experiment_id", "user_id", "variant"]
about = "Which user met which variant; the first time counts."

[pii]
user_id = "pseudonymous"
*/
select
    experiment_id,
    user_id,
    variant,
    cast(time as timestamp) as exposed_at
from source
