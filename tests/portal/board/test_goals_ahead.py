"""Goals of the open period: what is due, what is expected, what was met before."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from portal.board.goals_ahead import holdouts, outlooks
from portal.company import Company, Goal, Holdout

MONDAY = datetime(2026, 1, 5, 12)
WEEK = (4, 1, 1, 1, 1, 1, 1)


def shop_of(warehouse_of, weeks: int = 10, days: int = 3, refunds: int = 0):
    """The same week again and again: 4 orders of 10 on Mondays, 1 on other days."""
    lines = [
        {
            "order_line_id": f"{day}-{number}",
            "order_id": f"{day}-{number}",
            "ordered_at": MONDAY + timedelta(days=day),
            "user_id": f"u{number}",
            "amount": 10,
        }
        for day in range(weeks * 7 + days)
        for number in range(WEEK[day % 7])
    ]
    return warehouse_of(fct_order_line=lines).snapshot()


def one(snapshot, goal: Goal):
    company = Company("Shop", goals={goal.name or goal.metric: goal})
    [found] = outlooks(snapshot, company)
    return found


def test_revenue_of_a_week_that_repeats_ends_as_all_before(warehouse_of):
    found = one(shop_of(warehouse_of), Goal("revenue", 99, "week"))
    assert (found.done, found.reading.so_far) == (3, 60)
    assert found.due == pytest.approx(99 * 3 / 7)
    assert found.forecast.expected == pytest.approx(100)
    assert found.chance > 0.99
    assert found.verdict == ("good", "On course")
    assert [was_met for _, _, was_met in found.history] == [True] * 10


def test_a_goal_out_of_reach_is_off_course(warehouse_of):
    found = one(shop_of(warehouse_of), Goal("revenue", 150, "week"))
    assert found.verdict == ("bad", "Off course")
    assert not any(was_met for _, _, was_met in found.history)


def test_the_plan_may_want_more_at_the_end(warehouse_of):
    plan = Goal("revenue", 70, "week", path=(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.4))
    assert one(shop_of(warehouse_of), plan).due == pytest.approx(21)


def test_distinct_customers_have_no_sum_of_days_and_yet_an_end(warehouse_of):
    found = one(shop_of(warehouse_of), Goal("customers", 4, "week"))
    assert found.due is None
    assert found.forecast.expected == pytest.approx(4)


def test_a_rate_that_should_be_low_is_met_below_its_goal(warehouse_of):
    found = one(shop_of(warehouse_of), Goal("refund_rate", 5, "week"))
    assert [was_met for _, _, was_met in found.history] == [True] * 10
    assert found.last.tone == "good"


def test_a_goal_over_an_earlier_week_takes_its_target_from_there(warehouse_of):
    goal = Goal("revenue", 0, "week", over=0.2, baseline=date(2026, 1, 14))
    assert one(shop_of(warehouse_of), goal).goal.target == pytest.approx(120)


def test_a_baseline_before_the_data_is_no_goal_yet(warehouse_of):
    goal = Goal("revenue", 0, "week", over=0.2, baseline=date(2025, 1, 14))
    company = Company("Shop", goals={"revenue": goal})
    assert outlooks(shop_of(warehouse_of), company) == []


def test_too_few_weeks_give_no_forecast(warehouse_of):
    found = one(shop_of(warehouse_of, weeks=3), Goal("revenue", 90, "week"))
    assert (found.forecast, found.chance) == (None, None)
    assert found.verdict == ("neutral", "No forecast")


def test_a_week_that_is_over_has_nothing_to_foretell(warehouse_of):
    found = one(shop_of(warehouse_of, days=0), Goal("revenue", 90, "week"))
    assert (found.open, found.forecast, found.due) == (None, None, None)
    assert found.last.word == "Met"


def test_two_goals_of_one_metric_both_stand(warehouse_of):
    goals = {
        "revenue": Goal("revenue", 90, "week", "revenue"),
        "month": Goal("revenue", 400, "month", "month"),
    }
    found = outlooks(shop_of(warehouse_of), Company("Shop", goals=goals))
    assert [each.goal.period for each in found] == ["week", "month"]


def experiment(warehouse_of, treated: int, held_out: int):
    """Who is mailed comes on two days, who is held out on one or two."""
    people = [(f"t{n}", "mailed", 2) for n in range(treated)]
    people += [(f"h{n}", "held_out", 1 + n % 2) for n in range(held_out)]
    return warehouse_of(
        dim_experiment=[
            {"experiment_id": "e", "control": "held_out", "started_at": MONDAY}
        ],
        fct_exposure=[
            {
                "experiment_id": "e",
                "user_id": user,
                "variant": variant,
                "exposed_at": MONDAY,
            }
            for user, variant, _ in people
        ],
        fct_interaction=[
            {
                "interaction_id": f"{user}-{day}",
                "user_id": user,
                "occurred_at": MONDAY + timedelta(days=day),
                "surface": "feed",
                "action": "view",
            }
            for user, _, days in people
            for day in range(days)
        ],
    ).snapshot()


def emails(target: float) -> Company:
    held = Holdout("emails", "E-mails", "e", "active_days", target)
    return Company("Shop", holdouts=(held,))


def test_an_effect_is_told_with_its_users_and_interval(warehouse_of):
    snapshot = experiment(warehouse_of, 40, 20)
    [found] = holdouts(snapshot, emails(0.1))
    assert found.users == (40, 20)
    assert found.effect.lift == pytest.approx(2 / 1.5 - 1)
    assert found.effect.lift_low < 1 / 3 < found.effect.lift_high
    assert found.verdict == ("good", "Met")
    assert holdouts(snapshot, emails(0.9))[0].verdict == ("bad", "Missed")
    assert found.days == (MONDAY.date(), None)


def test_an_experiment_without_held_out_users_has_no_result(warehouse_of):
    [found] = holdouts(experiment(warehouse_of, 5, 0), emails(0.1))
    assert (found.effect, found.verdict) == (None, ("neutral", "No data"))
