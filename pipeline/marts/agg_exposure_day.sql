/*
title     = "Exposures x day x variant"
about     = "Users who met each variant of an experiment for the first time on each day. A user meets a variant for the first time once, so these add up over days."
owner     = "experimentation"
grain     = ["exposed_on", "experiment_id", "variant"]
partition = "exposed_on"

[columns]
exposed_on    = "day, UTC"
experiment_id = "experiment"
variant       = "variant met"
users         = "count of users"
*/
select
    exposure.exposed_on,
    exposure.experiment_id,
    exposure.variant,
    count(*) as users
from fct_exposure as exposure
group by exposure.exposed_on, exposure.experiment_id, exposure.variant
