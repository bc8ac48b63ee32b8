"""What is true of marketing is found in the warehouse: effects, paths and leads."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import nnls

SIGN_UPS = """
select dim_date.day, count(users.user_id) as users
from (
    select cast(unnest(generate_series($first, $last, interval 1 day)) as date) as day
) as dim_date
left join dim_user as users on dim_date.day = cast(users.signed_up_at as date)
    and users.campaign_id is distinct from $campaign
group by 1 order by 1
"""


def carried(spend, carry_over):
    """Spend carried over to later days: geometric, sums to 1."""
    state, days = spend[:14].mean(), []
    for one in spend:
        state = (1 - carry_over) * one + carry_over * state
        days.append(state)
    return np.array(days)


@pytest.fixture(scope="module")
def daily(shop):
    """Sign-ups and the spend of each channel on each day."""
    first, last = shop.one(
        "select min(spent_on), max(spent_on) from fct_marketing_spend"
    )
    told = shop.truth
    launch = told["campaign"]["campaign_id"]
    spend = shop.ask(
        "select spent_on, channel, sum(spend) as spend from fct_marketing_spend "
        "where campaign_id <> $campaign group by 1, 2",
        campaign=launch,
    ).pivot_table(index="spent_on", columns="channel", values="spend")
    users = shop.ask(SIGN_UPS, first=first, last=last, campaign=launch)
    assert len(users) == len(spend)
    return users["users"].to_numpy(float), spend.astype(float)


def design(told, spend, weekday, **changed):
    """What each cause would do on each day, the causes as columns."""
    growth = told["growth"]
    days = np.arange(len(spend))
    organic = (1 + growth["monthly"]) ** (days / 30.4375)
    columns = [organic * np.array(growth["weekdays"])[weekday]]
    for name, channel in told["channels"].items():
        one = spend[name].to_numpy()
        state = carried(one / one.mean(), changed.get(name, channel["carry_over"]))
        columns.append(state / (state + channel["half"]))
    return np.column_stack(columns)


def fit(told, users, spend, weekday, **changed):
    """Least squares, days weighted by what is expected of them."""
    causes = design(told, spend, weekday, **changed)
    weight = 1 / np.sqrt(causes @ nnls(causes, users)[0])
    effects, rest = nnls(causes * weight[:, None], users * weight)
    covariance = np.linalg.inv(
        (causes * weight[:, None]).T @ (causes * weight[:, None])
    )
    return causes, effects, np.sqrt(np.diag(covariance)), rest**2


def test_each_channel_returns_the_users_that_the_truth_says(shop, daily):
    users, spend = daily
    weekday = np.array([day.weekday() for day in spend.index])
    causes, effects, errors, rest = fit(shop.truth, users, spend, weekday)
    assert rest / len(users) == pytest.approx(1.0, abs=0.2)
    total = causes.sum(axis=0)
    for place, (name, told) in enumerate(shop.truth["channels"].items(), start=1):
        per_1000 = 1000 * effects[place] * total[place] / spend[name].sum()
        error = 1000 * errors[place] * total[place] / spend[name].sum()
        assert abs(per_1000 - told["per_1000"]) < 3.5 * error, name
        assert error < 0.35 * told["per_1000"], name


def test_the_carry_over_of_the_truth_explains_sign_ups_best(shop, daily):
    users, spend = daily
    weekday = np.array([day.weekday() for day in spend.index])
    for name in ("search", "social"):
        told = shop.truth["channels"][name]["carry_over"]
        grid = dict.fromkeys((0.0, 0.2, 0.5, 0.8, 0.95))
        for value in grid:
            grid[value] = fit(shop.truth, users, spend, weekday, **{name: value})[3]
        best = min(grid, key=grid.get)
        assert abs(best - told) <= 0.31, (name, grid)
        assert grid[0.95] > grid[best]


def test_corrected_spend_replaces_what_was_stated_first(shop):
    files = sorted((shop.raw / "marketing_spend").glob("*.csv"))
    rows = pd.concat(pd.read_csv(path) for path in files).sort_values("updated_at")
    keys = ["day", "channel", "campaign_id"]
    last = rows.drop_duplicates(keys, keep="last")
    assert len(last) < len(rows)
    [found] = shop.one("select sum(spend) from fct_marketing_spend")
    assert float(found) == pytest.approx(last["spend"].sum())
    first = rows.drop_duplicates(keys)["spend"].sum()
    assert first < last["spend"].sum()


def test_touches_follow_each_other_with_the_chances_of_the_truth(shop):
    told = shop.truth["paths"]
    rows = shop.ask(
        """
        with ordered as (
            select user_id, channel, converted,
                lead(channel) over (partition by user_id order by touched_at, touch_id)
                    as following,
                min(touched_at) over (partition by user_id) as first
            from fct_touchpoint
        )
        select channel,
            coalesce(following, case when converted then 'converted' end, 'left')
                as following,
            count(*) as n
        from ordered where first > '2025-06-22' and first < '2026-11-01' group by 1, 2
        """
    ).pivot_table(index="channel", columns="following", values="n", fill_value=0)
    for name in shop.truth["channels"]:
        total = rows.loc[name].sum()
        for other in (*shop.truth["channels"], "converted"):
            chance = told[name].get(other, 0.0)
            error = 4 * np.sqrt(max(chance * (1 - chance), 1e-4) / total) + 0.004
            share = rows.loc[name].get(other, 0) / total
            assert abs(share - chance) < error, (name, other)


def test_a_conversion_is_the_sign_up_of_its_user(shop):
    touches, users, gap = shop.one(
        """
        select count(*), count(users.user_id),
            max(date_diff('minute', touch.touched_at, users.signed_up_at))
        from fct_touchpoint as touch left join dim_user as users using (user_id)
        where touch.converted
        """
    )
    assert touches == users > 5000
    assert gap <= 30


def test_the_last_touch_names_the_campaign_of_the_user(shop):
    [wrong] = shop.one(
        """
        select count(*) from fct_touchpoint as touch
        inner join dim_user as users using (user_id)
        where touch.converted and touch.campaign_id <> users.campaign_id
        """
    )
    assert wrong == 0


def test_leads_go_from_stage_to_stage_as_the_truth_says(shop):
    told = shop.truth["leads"]
    rows = shop.ask("select source, stage, value, closed_at from fct_lead")
    assert len(rows) == round(told["share"] * 30_000)
    settled = rows[rows["stage"].isin(["won", "lost"])]
    won = settled["stage"] == "won"
    qualified = np.mean(list(told["qualified"].values()))
    expected = qualified * told["proposal"] * told["won"]
    assert abs(won.mean() - expected) < 3.5 * np.sqrt(expected / len(settled))
    assert settled["closed_at"].notna().all()
    assert settled["value"].notna().tolist() == won.tolist()
