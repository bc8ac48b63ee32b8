"""Finish interactions once all rows are there: sessions, and countries left empty.

What a source says is never replaced. Where it says nothing, a session is what one user
does without a pause, and a country is the one that most of the user's other
interactions name (ties: the first by name). Both follow from the stored rows alone, so
it makes no difference in which order they came.
"""

from __future__ import annotations

import duckdb

from pipeline.changed import Noted

TABLE = "fct_interaction"
BY_USER = (
    "an empty country becomes the one that most of the same user's other interactions "
    "name"
)
FINISHED = """
with event as (
    select
        fact.rowid as place,
        fact.user_id,
        fact.occurred_at,
        fact.interaction_id,
        fact.occurred_on,
        fact.session_id as stored_session_id,
        fact.session_from as stored_session_from,
        fact.country as stored_country,
        fact.country_from as stored_country_from,
        case when fact.session_from = 'source' then fact.session_id end as said,
        case when fact.country_from = 'source' then fact.country end as named
    from fct_interaction as fact
    semi join unfinished using (user_id)
),
counted as (
    select user_id, named, count(*) as times
    from event where named is not null group by user_id, named
),
usual as (
    select user_id, named from counted qualify row_number() over (
        partition by user_id order by times desc, named
    ) = 1
),
paused as (
    select *, case when occurred_at <= lag(occurred_at) over one_user + :gap
        then null else occurred_at end as started
    from event where said is null
    window one_user as (
        partition by user_id order by occurred_at, interaction_id
    )
),
found as (
    select place, user_id || '-' || epoch_ms(max(started) over (
        partition by user_id order by occurred_at, interaction_id
        rows unbounded preceding
    )) as session_id from paused
),
complete as (
    select
        event.*,
        coalesce(event.said, found.session_id) as session_id,
        case when event.said is null then 'pause' else 'source' end as session_from,
        coalesce(event.named, usual.named) as country,
        case
            when event.named is not null then 'source'
            when usual.named is not null then 'user'
        end as country_from
    from event
    left join found on event.place = found.place
    left join usual on event.user_id = usual.user_id
)
select
    place,
    occurred_on,
    session_id,
    session_from,
    country,
    country_from,
    session_id is distinct from stored_session_id
    or session_from is distinct from stored_session_from
    or country is distinct from stored_country
    or country_from is distinct from stored_country_from as is_changed
from complete
"""


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table in which loading notes whose interactions changed."""
    connection.execute("create temp table unfinished (user_id varchar)")


def finish_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Note every user, as the rule itself has changed."""
    connection.execute(f"insert into unfinished select user_id from {TABLE}")


def finish(connection: duckdb.DuckDBPyConnection, pause_minutes: int) -> list[Noted]:
    """Fill sessions and countries of the users whose interactions changed.

    Args:
        connection: The generation in the making, with `unfinished` and `touched`.
        pause_minutes: A longer pause starts another session.

    Returns:
        What was filled, for the reader.
    """
    gap = f"interval '{int(pause_minutes)} minutes'"
    found = FINISHED.replace(":gap", gap)
    connection.execute(f"create or replace temp table finished as {found}")
    seen, sessions, filled, example = connection.execute(
        "select count(*), count(*) filter (where session_from = 'pause'), "
        "count(*) filter (where country_from = 'user'), "
        "min('(empty) -> ' || country) filter (where country_from = 'user') "
        "from finished"
    ).fetchall()[0]
    if not seen:
        return []
    _write(connection)
    by_pause = (
        f"a pause of more than {pause_minutes} minutes starts another session, where "
        "the source names none"
    )
    return [
        Noted("all", TABLE, "session_id", "sessions", by_pause, seen, sessions, None),
        Noted("all", TABLE, "country", "fill", BY_USER, seen, filled, example),
    ]


def _write(connection: duckdb.DuckDBPyConnection) -> None:
    """Store the values that differ, and note the days whose rows they are on."""
    # Taken from what was read once: comparing with the table again would scan it whole.
    connection.execute(
        "create or replace temp view refilled as select * from finished "
        "where is_changed"
    )
    connection.execute(
        f"update {TABLE} set session_id = refilled.session_id, "
        "session_from = refilled.session_from, country = refilled.country, "
        "country_from = refilled.country_from from refilled "
        f"where {TABLE}.rowid = refilled.place"
    )
    connection.execute(
        f"insert into touched select distinct '{TABLE}', occurred_on from refilled"
    )
    connection.execute("drop view refilled")
    connection.execute("drop table finished")
    connection.execute("delete from unfinished")
