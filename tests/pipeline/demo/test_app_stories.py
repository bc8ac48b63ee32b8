"""What is true of the app's events is found in the warehouse."""

import json

import numpy as np
import pytest

STEPS = """
with ordered as (
    select
        action,
        lead(action) over (
            partition by session_id order by received_at, interaction_id
        ) as following
    from fct_interaction
    where session_from = 'source' and surface = 'app' and action in (
        select unnest($names)
    )
)
select action, coalesce(following, 'end') as following, count(*) as n
from ordered group by 1, 2
"""


def steps(world, names):
    """How often each event follows each other within a session."""
    rows = world.ask(STEPS, names=names)
    return rows.pivot_table(
        index="action", columns="following", values="n", fill_value=0
    )


def test_from_event_to_event_the_chances_are_those_of_the_truth(autumn):
    told = autumn.truth["events"]["shop"]
    seen = steps(autumn, list(told))
    for name, chances in told.items():
        total = seen.loc[name].sum()
        for other in told:
            chance = chances.get(other, 0.0)
            # Events without a session id leave a gap: 3% of steps skip one.
            error = 3.5 * np.sqrt(max(chance * (1 - chance), 0.01) / total) + 0.03
            share = seen.loc[name].get(other, 0) / total
            assert abs(share - chance) < error, (name, other)


def test_two_hidden_states_are_behind_the_events_of_feed_and_chat(autumn):
    told = autumn.truth["events"]["social"]
    seen = steps(autumn, told["names"]).drop(columns="end")
    seen = seen.reindex(index=told["names"], columns=told["names"])
    stay, emit = np.array(told["stay"]), np.array(told["emit"])
    moves = np.array([[stay[0], 1 - stay[0]], [1 - stay[1], stay[1]]])
    rest = (1 - stay)[::-1] / (1 - stay).sum()
    expected = emit.T @ np.diag(rest) @ moves @ emit
    measured = seen.to_numpy() / seen.to_numpy().sum()
    assert np.abs(measured - expected).max() < 0.02
    # No chain without hidden states: what follows is not what is usual.
    usual = measured.sum(axis=1)[:, None] * measured.sum(axis=0)[None, :]
    assert np.abs(measured - usual).max() > 0.04


def test_every_purchase_in_the_app_is_an_order(autumn):
    bought, placed, worth = autumn.one(
        """
        select count(*), count(placed.order_id),
            max(abs(event.value - placed.amount))
        from fct_interaction as event
        left join fct_order_line as placed
            on event.user_id = placed.user_id and event.product_id = placed.product_id
            and abs(date_diff('second', event.received_at, placed.ordered_at)) <= 3
        where event.action = 'purchase' and event.occurred_on >= '2026-08-27'
        """
    )
    assert bought > 500
    assert placed == bought
    assert worth < 0.006


def test_one_country_waits_three_times_as_long_for_the_server(autumn):
    told = autumn.truth["events"]["latency"]
    medians = autumn.ask(
        "select country, median(latency_ms) as ms from fct_interaction "
        "where latency_ms is not null group by country"
    ).set_index("country")["ms"]
    slow = medians.pop(told["slow_country"])
    assert medians.to_numpy() == pytest.approx(told["median"], rel=0.06)
    assert slow == pytest.approx(told["median"] * told["slow_factor"], rel=0.06)


def test_in_the_incident_the_server_is_slow(autumn):
    told = autumn.truth["incident"]
    inside, outside = autumn.one(
        """
        select
            median(latency_ms) filter (
                hour(received_at) >= $start and hour(received_at) < $until
            ),
            median(latency_ms) filter (hour(received_at) < $start)
        from fct_interaction
        where cast(received_at as date) = $day and country <> 'India'
        """,
        start=told["from"],
        until=told["to"],
        day=autumn.day(told["on"]),
    )
    assert inside / outside == pytest.approx(told["latency"], rel=0.35)


def test_repeated_events_count_once_and_wrong_clocks_are_bounded(autumn):
    told = autumn.truth["events"]["rows"]
    ids = [
        json.loads(line)["$insert_id"]
        for path in (autumn.raw / "events").glob("*.ndjson")
        for line in path.read_text().splitlines()
    ]
    found, off = autumn.one(
        """
        select count(*), count(*) filter (
            abs(date_diff('hour', occurred_at, received_at)) > 24
        ) from fct_interaction where surface = 'app'
        """
    )
    assert found == len(set(ids)) < len(ids)
    assert 1 - found / len(ids) == pytest.approx(told["repeated"], abs=0.004)
    assert off == 0
    [bounded] = autumn.ask(
        "select sum(rows_changed) as n from ops_change where step = 'bound'"
    )["n"]
    assert bounded / found == pytest.approx(told["wrong_clock"], abs=0.003)
