"""Metric definitions: the ones we have are whole, and wrong ones never start."""

from __future__ import annotations

import pytest

from queries import catalog
from queries.definitions import MetricFileError
from queries.metric_keys import UNITS
from tests.good_definitions import GOOD, read


def test_good_definitions_are_read(tmp_path):
    metrics = read(tmp_path, GOOD)
    assert list(metrics) == ["sales", "orders", "basket"]
    assert metrics["basket"].dimensions == {"country": "Country"}
    assert metrics["sales"].additive
    assert not metrics["orders"].additive
    assert not metrics["basket"].additive
    assert metrics["sales"].subject == "commerce"
    assert metrics["sales"].format == "currency"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "sum(line.amount)",
            "sum(line.amont)",
            "metric 'sales' reads the column line.amont: did you mean 'amount'?",
        ),
        (
            "sum(line.amount)",
            "sum(amount)",
            "metric 'sales' reads 'amount' of the table '(none)'; write one of line",
        ),
        (
            "sum(line.amount)",
            "sum(post.likes)",
            "metric 'sales' reads 'likes' of the table 'post'; write one of line",
        ),
        ("sum(line.amount)", "line.amount", "which adds nothing up; write sum(...)"),
        ("sum(line.amount)", "sum(line.amount", "is not SQL"),
        (
            'unit   = "orders"',
            'unit   = "euros"',
            "metric 'orders' has the unit 'euros'; choose one of users, orders",
        ),
        ("tier   = 1", "tier   = 7", "metric 'basket' has the tier 7; choose one of"),
        ('"outcome"', '"vanity"', "has the level 'vanity'; choose one of north star"),
        (
            '[metrics.sales]\ntitle  = "Sales"\nabout  = "All of it."\n'
            'owner  = "finance-analytics"',
            '[metrics.sales]\ntitle  = "Sales"\nabout  = "All of it."',
            "metric 'sales' lacks owner; add it.",
        ),
        (
            '["sales", "orders"]',
            '["sales", "ordrs"]',
            "metric 'basket' is a ratio with 'ordrs': did you mean 'orders'?",
        ),
        (
            '["sales", "orders"]',
            '["basket", "orders"]',
            "metric 'basket' is a ratio with 'basket', a ratio itself",
        ),
        ('["sales", "orders"]', '["sales"]', "must have one of value ="),
        (
            'ratio  = ["sales", "orders"]',
            'raito  = ["sales", "orders"]',
            "metric 'basket' says raito; it may say",
        ),
        (
            '"fct_order_line"',
            '"fct_order_lines"',
            "reads the table 'fct_order_lines': did you mean 'fct_order_line'?",
        ),
        ("join dim_user", "join dim_usr", "joins the table 'dim_usr': did you mean"),
        ("as person on", "as man on", "joins 'man' under the name 'person'"),
        (
            "person.country,",
            "person.county,",
            "dimension 'country' reads the column person.county: did you mean",
        ),
        ('time    = "line.ordered_on"', "", "[source] lacks time; add it."),
        ('"Sales"', "Sales", "not TOML"),
    ],
)
def test_a_wrong_definition_names_file_metric_and_remedy(tmp_path, old, new, message):
    assert old in GOOD
    with pytest.raises(MetricFileError) as caught:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert message in str(caught.value)
    assert str(tmp_path / "commerce.toml") in str(caught.value)


def test_a_name_may_be_given_once(tmp_path):
    (tmp_path / "again.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(
        MetricFileError, match=r"metric .sales. is also in .*again\.toml"
    ):
        read(tmp_path, GOOD)


def test_a_file_extends_only_what_exists(tmp_path):
    (tmp_path / "more.toml").write_text('[source]\nextends = "comerce"', "utf-8")
    with pytest.raises(MetricFileError, match="extends 'comerce': did you mean"):
        read(tmp_path, GOOD)


def test_the_catalogue_has_the_metrics_that_pages_ask_for():
    wanted = """revenue sales refunds orders customers average_order_value units
        refund_rate guest_share products_sold active_users new_users returning_users
        actions actions_per_user messages senders receivers pairs messages_per_sender
        views likes click_through_rate viewers posts_viewed new_customers repeat_rate
        daily_users weekly_users monthly_users stickiness retained_users
        resurrected_users churned_users retention_d1 retention_d7 retention_d30 sessions
        session_length likers sales_growth deal_conversion revenue_per_deal
        participation_rate group_size time_to_fill overdue_refunds spend impressions
        cost_per_click cost_per_conversion customer_acquisition_cost return_on_ad_spend
        new_user_share latency_p50 latency_p95 freshness quality_score
        pipeline_success portal_adoption page_views page_load_p50 page_load_p95"""
    assert set(wanted.split()) <= set(catalog.metrics())


@pytest.mark.parametrize("metric", catalog.metrics().values(), ids=lambda one: one.name)
def test_every_metric_says_what_it_is(metric):
    assert metric.unit in UNITS
    assert metric.about.endswith(".")
    assert len(metric.synonyms) > 1
    # A ratio has the dimensions that both its parts have; there may be none.
    assert metric.dimensions or metric.ratio
    assert set(metric.tables) <= set(catalog.tables())


def test_no_synonym_means_two_metrics():
    spoken = [word for one in catalog.metrics().values() for word in one.synonyms]
    assert len(spoken) == len(set(spoken))
    assert not set(spoken) & set(catalog.metrics())
    titles = [one.title.lower() for one in catalog.metrics().values()]
    assert len(titles) == len(set(titles))
    assert not set(spoken) & set(titles)
