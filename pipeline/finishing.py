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
REFILLED = """
with event as (
    select
        fact.rowid as place,
        fact.user_id,
        fact.occurred_at,
        fact.occurred_on,
        fact.session_id,
        fact.session_from,
        fact.country,
        fact.country_from,
        coalesce(fact.session_from = 'source', false) as is_said,
        case when fact.country_from = 'source' then fact.country end as named
    from fct_interaction as fact
    where :whose
),
counted as (
    select user_id, named, count(*) as times
    from event where named is not null group by user_id, named
),
usual as (
    select user_id, arg_min(named, (-times, named)) as named
    from counted group by user_id
),
paused as (
    select *, case when occurred_at <= lag(occurred_at) over one_user + :gap
        then null else occurred_at end as started
    from event
    window one_user as (partition by user_id, is_said order by occurred_at)
),
found as (
    select *, max(started) over (
        partition by user_id, is_said order by occurred_at
    ) as since
    from paused
),
finished as (
    select
        found.place,
        found.occurred_on,
        found.session_id as old_session_id,
        found.session_from as old_session_from,
        found.country as old_country,
        found.country_from as old_country_from,
        case when found.is_said then found.session_id
            else found.user_id || '-' || epoch_ms(found.since) end as session_id,
        case when found.is_said then 'source' else 'pause' end as session_from,
        coalesce(found.named, usual.named) as country,
        case
            when found.named is not null then 'source'
            when usual.named is not null then 'user'
        end as country_from
    from found
    left join usual on found.user_id = usual.user_id
)
select place, occurred_on, session_id, session_from, country, country_from
from finished
where session_id is distinct from old_session_id
    or session_from is distinct from old_session_from
    or country is distinct from old_country
    or country_from is distinct from old_country_from
-- An update in the order of the rows is thirty times as fast as one all over the table.
order by place
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
    seen = connection.execute(
        f"select count(*) from {TABLE} semi join unfinished using (user_id)"
    ).fetchall()[0][0]
    if not seen:
        return []
    stored = connection.execute(f"select count(*) from {TABLE}").fetchall()[0][0]
    whose = "user_id in (select user_id from unfinished)" if seen < stored else "true"
    found = REFILLED.replace(":whose", whose)
    found = found.replace(":gap", f"interval '{int(pause_minutes)} minutes'")
    connection.execute(f"create or replace temp table refilled as {found}")
    sessions, filled, example = connection.execute(
        "select count(*) filter (where session_from = 'pause'), "
        "count(*) filter (where country_from = 'user'), "
        "min('(empty) -> ' || country) filter (where country_from = 'user') "
        "from refilled"
    ).fetchall()[0]
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
    connection.execute(
        f"update {TABLE} set session_id = refilled.session_id, "
        "session_from = refilled.session_from, country = refilled.country, "
        "country_from = refilled.country_from from refilled "
        f"where {TABLE}.rowid = refilled.place"
    )
    connection.execute(
        f"insert into touched select distinct '{TABLE}', occurred_on from refilled"
    )
    connection.execute("drop table refilled")
    connection.execute("delete from unfinished")
