/*
title = "Problems that readers reported"
about = "What readers reported from the proof of a number, the latest first. What was reported or closed since the newest generation is added by the page."
owner = "data-platform"
grain = ["problem_id"]

[params]

[columns]
problem_id  = "key"
reported_at = "timestamp, UTC"
page        = "address of the proof"
metric      = "number that it is about"
generation  = "generation that was shown"
text        = "what the reader wrote"
state       = "open or closed"
closed_at   = "timestamp, UTC; empty for one that is open"
note        = "why it was closed"
*/
select
    problem.problem_id,
    problem.reported_at,
    problem.page,
    problem.metric,
    problem.generation,
    problem.text,
    problem.state,
    problem.closed_at,
    problem.note
from ops_problem as problem
order by problem.reported_at desc, problem.problem_id asc
