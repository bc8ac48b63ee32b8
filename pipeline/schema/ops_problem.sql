/*
title = "Reported problems"
about = "One row per problem that a reader reported from the proof of a number."
owner = "data-platform"
grain = ["problem_id"]
time  = "reported_at"

[columns]
problem_id  = "key"
reported_at = "UTC"
page        = "address of the page on which it was reported"
metric      = "number that it is about; empty where it is about none"
generation  = "generation that was shown"
text        = "what the reader wrote, at most 2,000 characters"
reader      = "who wrote it: anonymous without a sign-in"
state       = "open or closed"
closed_at   = "UTC; empty for one that is open"
note        = "why it was closed, in words; empty for one that is open"

[sensitivity]
text = "personal"
note = "personal"
*/
create table ops_problem (
    problem_id varchar not null,
    reported_at timestamp not null,
    page varchar not null,
    metric varchar,
    generation integer not null,
    text varchar not null,
    reader varchar not null,
    state varchar not null,
    closed_at timestamp,
    note varchar
)
