/*
into  = "dim_experiment"
from  = "{data}/experiments.csv"
key   = ["experiment_id"]
about = "Experiments as they were designed."
*/
select
    id as experiment_id,
    cast(updated_at as timestamp) as updated_at,
    name,
    hypothesis,
    primary_metric,
    design_split,
    control,
    salt,
    cast(started_at as timestamp) as started_at,
    cast(ended_at as timestamp) as ended_at
from source
