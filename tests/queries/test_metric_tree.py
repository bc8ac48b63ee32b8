"""The keys of the metric tree: what is wrong with one is told with line and remedy."""

from __future__ import annotations

import pytest

from queries.definitions import MetricFileError
from tests.good_definitions import GOOD, read


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (
            '"outcome"',
            '"north star"',
            "commerce.toml:26",
            "metric 'orders' has the level north star, and so has 'sales'",
        ),
        (
            '"north star"',
            '"outcome"',
            "",
            "none of 3 metrics has the level north star; give it to the one",
        ),
        (
            '"operational"',
            '"operational"\nprimary = true',
            "commerce.toml:36",
            "is primary and has the level 'operational'; only an outcome may be",
        ),
        (
            "sum(line.amount)",
            "sum(line.amount) / count(line.order_id)",
            "commerce.toml:20",
            "divides by COUNT(line.order_id), which may be 0; make it a ratio",
        ),
        (
            'ratio  = ["sales", "orders"]',
            'ratio  = ["sales", "orders"]\nidentity = "sales + ordrs"',
            "commerce.toml:39",
            "metric 'basket' has in its identity 'ordrs': did you mean 'orders'?",
        ),
        (
            'ratio  = ["sales", "orders"]',
            'ratio  = ["sales", "orders"]\nidentity = "sales ** 2"',
            "commerce.toml:39",
            "metric 'basket' has an identity: 'sales ** 2' holds",
        ),
        (
            'ratio  = ["sales", "orders"]',
            'ratio  = ["sales", "orders"]\ndrivers = ["sales", "basket"]',
            "commerce.toml:39",
            "metric 'basket' drives itself: basket <- basket; take one of these out",
        ),
        (
            'unit   = "orders"',
            'unit   = "orders"\nformat = "duration"',
            "commerce.toml:28",
            "is written as a duration and has the unit 'orders'; give it in seconds",
        ),
        (
            'value  = "count(distinct line.order_id)"',
            'percentile = 0.5\nof = "line.amount"',
            "commerce.toml:29",
            "metric 'orders' must have one of value =",
        ),
        (
            'value  = "count(distinct line.order_id)"',
            'percentile = 95\nof = "line.amount"\ncounts = "line.amount"',
            "commerce.toml:29",
            "has the percentile 95; write a share between 0 and 1",
        ),
        (
            'value  = "count(distinct line.order_id)"',
            'percentile = 0.5\nof = "line.amount"\ncounts = "sum(line.amount)"',
            "commerce.toml:31",
            "has counts = 'sum(line.amount)'; a percentile is made from rows that",
        ),
        (
            'value  = "count(distinct line.order_id)"',
            'percentile = 0.5\nof = "line.amunt"\ncounts = "line.amount"',
            "commerce.toml:30",
            "reads the column line.amunt: did you mean 'amount'?",
        ),
    ],
)
def test_a_wrong_tree_names_the_line_and_the_remedy(tmp_path, old, new, line, message):
    assert old in GOOD
    with pytest.raises(MetricFileError) as caught:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert message in str(caught.value)
    assert line in str(caught.value)


def test_a_cycle_over_several_metrics_is_told_step_by_step(tmp_path):
    text = GOOD.replace(
        'value  = "sum(line.amount)"',
        'value  = "sum(line.amount)"\nidentity = "orders * basket"',
    ).replace('ratio  = ["sales", "orders"]', 'ratio = ["sales", "orders"]')
    metrics = read(tmp_path, text)
    assert metrics["sales"].drivers == ("orders", "basket")
    with pytest.raises(MetricFileError, match="sales <- basket <- sales"):
        read(tmp_path, f'{text}drivers = ["sales"]\n')


def test_at_most_two_outcomes_are_primary(tmp_path):
    body = GOOD.partition("[metrics.sales]")[2].partition("[metrics.orders]")[0]
    body = body.replace('"outcome"', '"outcome"\nprimary = true')
    more = "".join(f"[metrics.more{number}]{body}" for number in range(3))
    with pytest.raises(MetricFileError, match=r"more2.* is primary, and so are"):
        read(tmp_path, f"{GOOD}{more}")


def test_a_dividend_over_nullif_or_a_number_is_allowed(tmp_path):
    safe = "sum(line.amount) / nullif(count(line.order_id), 0) / 100"
    metrics = read(tmp_path, GOOD.replace("sum(line.amount)", safe))
    assert metrics["sales"].value == safe
