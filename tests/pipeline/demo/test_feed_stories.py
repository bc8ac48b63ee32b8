"""What is true of the feed and its experiments is found in the warehouse."""

import numpy as np
import pandas as pd
import pytest

READERS = """
select
    json_extract_string(dim_user.attributes, '$.exp_group') as told,
    exposure.variant,
    interaction.user_id,
    count(*) filter (interaction.action = 'view') as views,
    count(*) filter (interaction.action = 'like') as likes
from fct_exposure as exposure
inner join dim_experiment as experiment
    on exposure.experiment_id = experiment.experiment_id
inner join fct_interaction as interaction
    on exposure.user_id = interaction.user_id
    and interaction.occurred_at >= experiment.started_at
    and interaction.occurred_at <= experiment.ended_at
    and interaction.surface = 'feed'
inner join dim_user on exposure.user_id = dim_user.user_id
where exposure.experiment_id = $experiment
    and interaction.occurred_on - cast(experiment.started_at as date)
        between $first and $last
group by 1, 2, 3
"""


def readers(world, experiment, first=0, last=6) -> pd.DataFrame:
    """Views and likes of each user whom the experiment met."""
    return world.ask(READERS, experiment=experiment, first=first, last=last)


def lift(rows: pd.DataFrame) -> tuple[float, float]:
    """Difference of likes per view and its error: a ratio of means, by user."""
    rates, variances = {}, {}
    for variant, arm in rows.groupby("variant"):
        rate = arm["likes"].sum() / arm["views"].sum()
        rest = arm["likes"] - rate * arm["views"]
        rates[variant] = rate
        variances[variant] = rest.var() / arm["views"].mean() ** 2 / len(arm)
    return rates["treatment"] - rates["control"], sum(variances.values()) ** 0.5


def spread(arm: pd.DataFrame) -> float:
    """Variance between users of the share that they like, chance taken off."""
    arm = arm[arm["views"] > 1]
    pairs = arm["views"] * (arm["views"] - 1)
    square = (arm["likes"] * (arm["likes"] - 1)).sum() / pairs.sum()
    return square - (arm["likes"].sum() / arm["views"].sum()) ** 2


def test_a_fifth_of_the_views_are_liked(autumn):
    users = autumn.ask(
        """
        select count(*) filter (action = 'view') as views,
            count(*) filter (action = 'like') as likes
        from fct_interaction where surface = 'feed'
            and occurred_on not between $start and $start + 6
        group by user_id
        """,
        start=autumn.day(autumn.truth["experiments"]["layout"]["on"]),
    )
    rate = users["likes"].sum() / users["views"].sum()
    rest = users["likes"] - rate * users["views"]
    error = rest.std() / users["views"].mean() / len(users) ** 0.5
    told = autumn.truth["feed"]["click_through"]
    assert error < 0.005
    assert abs(rate - told) < 3.5 * error


@pytest.mark.parametrize("experiment", ["aa-1", "aa-2"])
def test_the_arms_of_the_week_without_a_difference_are_alike(autumn, experiment):
    rows = readers(autumn, experiment)
    difference, error = lift(rows)
    assert abs(difference) < 3 * error
    arms = rows["variant"].value_counts()
    assert abs(arms["control"] - arms["treatment"]) < 3.5 * np.sqrt(len(rows))


def test_larger_pictures_bring_as_many_likes_as_the_truth_says(week):
    difference, error = lift(readers(week, "layout"))
    told = week.truth["experiments"]["layout"]["lift"]
    assert abs(difference - told) < 3 * error
    assert difference > 2 * error


def test_the_ranking_splits_its_users_into_two_kinds_on_six_of_seven_days(week):
    told = week.truth["experiments"]["ranking"]
    rate, agreement = (
        week.truth["feed"]["click_through"],
        week.truth["feed"]["agreement"],
    )
    usual = rate * (1 - rate) / (agreement + 1)
    low, high = (factor * rate for factor in told["factors"])
    assert (low, high) == pytest.approx((0.10, 0.30))
    split = ((high - low) / 2) ** 2
    affected = readers(week, "ranking", last=told["affected_days"] - 1)
    after = readers(week, "ranking", first=told["affected_days"])
    arms = dict(list(affected.groupby("variant")))
    assert spread(arms["control"]) == pytest.approx(usual, abs=0.002)
    assert spread(arms["treatment"]) == pytest.approx(split + usual * 1.25, abs=0.003)
    last_day = after[after["variant"] == "treatment"]
    assert spread(last_day) < usual + split / 2
    difference, error = lift(affected)
    assert abs(difference) < 3 * error


def test_users_meet_the_variant_of_their_group(week):
    rows = pd.concat([readers(week, "ranking"), readers(week, "layout")])
    groups = rows.groupby("told")["variant"].agg(set)
    assert groups.to_dict() == {
        "0": {"control"},
        "1": {"treatment"},
        "2": {"control"},
        "3": {"treatment"},
    }


def test_users_who_get_the_e_mails_come_on_more_days(autumn):
    told = autumn.truth["experiments"]["holdout"]
    arms = autumn.ask(
        """
        with days as (
            select user_id, count(distinct occurred_on) as days
            from fct_interaction where surface in ('feed', 'messenger')
                and occurred_on >= $start and occurred_on < $start + $days
            group by user_id
        )
        select variant, count(*) as users, avg(coalesce(days, 0)) as days,
            var_samp(coalesce(days, 0)) as variance
        from fct_exposure left join days using (user_id)
        where experiment_id = 'email-holdout' group by variant
        """,
        start=autumn.day(told["on"]),
        days=told["days"],
    ).set_index("variant")
    ratio = arms["days"]["mailed"] / arms["days"]["held_out"]
    errors = np.sqrt(arms["variance"] / arms["users"]) / arms["days"]
    error = ratio * np.sqrt((errors**2).sum())
    assert abs(ratio - (1 + told["lift"])) < 3 * error
    assert ratio - 1 > 1.5 * error
    share = arms["users"]["held_out"] / arms["users"].sum()
    assert share == pytest.approx(1 / told["one_in"], abs=0.03)


def test_what_is_wrong_in_the_rows_is_known_to_the_row(autumn):
    told = autumn.truth["rows"]
    expected = dict.fromkeys(told, 0)
    for kind in ("feed_actions", "message_actions"):
        for path in (autumn.raw / kind).glob("*.csv"):
            rows = path.read_bytes().count(b"\n") - 1
            for blemish, share in told.items():
                expected[blemish] += round(share * rows)
    empty = expected["countries_empty"] + expected["countries_none"]
    assert empty > 500
    filled, left = autumn.one(
        """
        select count(*) filter (country_from = 'user'),
            count(*) filter (country is null)
        from fct_interaction where surface in ('feed', 'messenger')
        """
    )
    assert filled + left == empty
    places = autumn.ask("select distinct country from fct_interaction")["country"]
    names = {country for country, *_ in autumn.truth["profile"]["places"]}
    assert set(places.dropna()) == names


def test_the_last_day_has_an_incident_that_earlier_days_do_not_have(autumn):
    told = autumn.truth["incident"]
    day = autumn.day(told["on"])
    assert (autumn.until - day).days == 1
    hours = autumn.ask(
        """
        select occurred_on = $day as is_last, count(*) * 1.0
            / count(distinct occurred_on) as views
        from fct_interaction where action = 'view'
            and hour(occurred_at) >= $start and hour(occurred_at) < $until
            and isodow(occurred_on) = isodow($day) and occurred_on >= $day - 42
        group by 1 order by 1
        """,
        day=day,
        start=told["from"],
        until=told["to"],
    )["views"]
    assert 1 - hours[1] / hours[0] == pytest.approx(told["lost"], abs=0.1)
