/*
title = "Page views"
about = "One row per page that the portal showed: which, how long the server took, of which generation. Kept for 90 days; of whom is not known before there is a sign-in."
owner = "data-platform"
grain = ["view_id"]
time  = "viewed_at"

[columns]
view_id    = "key"
viewed_at  = "UTC"
page       = "address of the page, without what was asked of it"
tier       = "0 executives, 1 teams, 2 analysts, 3 trust"
reader     = "who looked: anonymous without a sign-in"
server_ms  = "milliseconds from the request to the answer, on the server"
generation = "generation that was shown"
*/
create table ops_page_view (
    view_id varchar not null,
    viewed_at timestamp not null,
    page varchar not null,
    tier integer not null,
    reader varchar not null,
    server_ms double not null,
    generation integer not null
)
