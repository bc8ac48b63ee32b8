"""The same numbers in a terminal as from the API, readable, with help when wrong."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pandas as pd
import pytest

from queries.__main__ import main
from queries.printing import printed
from tests.tiny import HOSTILE, MARKUP

SPAN = {"start": date(2026, 1, 5), "end": date(2026, 1, 14)}


@pytest.fixture
def run(tiny, capsys):
    def command(*arguments, status=0):
        place = ["--warehouse", str(tiny.folder)]
        assert main([*arguments, *place]) == status
        out, err = capsys.readouterr()
        return out if status == 0 else err

    return command


def test_a_measure_without_dates_covers_all_days_of_its_subject(run):
    assert run("measure", "sales", "orders", "repeat_rate") == (
        "sales  orders  repeat_rate\n"
        "-----  ------  -----------\n"
        "74.80       6        66.67\n"
        "\n"
        "Sales (currency) · Orders (orders) · Repeat rate (percent)"
        " · 2026-01-05 to 2026-01-14 · generation 1 of 2026-02-01 08:15 UTC\n"
    )


def test_the_terminal_and_the_api_say_the_same(run, tiny):
    metrics = ["revenue", "orders", "average_order_value"]
    options = ["--by", "country", "--grain", "week", "--where", "country=DE"]
    options += ["--where", f"country={HOSTILE}", "--format", "json"]
    said = json.loads(run("measure", *metrics, *options))
    expected = tiny.snapshot().measure(
        metrics, **SPAN, grain="week", by="country", where={"country": ["DE", HOSTILE]}
    )
    assert said == [
        {**row, "period": row["period"].isoformat()}
        for row in expected.astype(object)
        .where(expected.notna(), None)
        .to_dict("records")
    ]


def test_csv_keeps_every_text_whole(run):
    out = run("measure", "sales", "--by", "product", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["segment"]: float(row["sales"]) for row in rows} == {
        MARKUP: 35,
        "Mug": 32.2,
        "p3": 7.5,
        "p9": 0.1,
    }


def test_a_query_runs_by_name(run, tiny):
    out = run("run", "growth/coverage", "--format", "json")
    rows = json.loads(out)
    whole = tiny.snapshot().fetch("growth/coverage")
    assert [row["subject"] for row in rows] == whole["subject"].tolist()
    assert rows[0]["first_on"] == "2026-01-05"


def test_the_sql_can_be_seen_instead(run):
    out = run("measure", "sales", "messages", "--sql", "--where", "country=O'Neil")
    assert "-- sales: agg_product_day is the smallest table that is exact here" in out
    assert "--     not agg_order_day: It does not hold country." in out
    assert out.count("with part_0") == 1
    assert "in ('O''Neil')" in out
    assert ":start" not in out


def test_the_list_knows_every_metric_and_query(capsys):
    assert main(["list", "--long"]) == 0
    out = capsys.readouterr().out
    assert "revenue" in out
    assert "growth/coverage" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["measure", "revenu"], "no metric 'revenu': did you mean 'revenue' or"),
        (
            ["measure", "sales", "--by", "contry"],
            "by 'contry': did you mean 'country'?",
        ),
        (["measure", "sales", "--where", "a=b"], "filtered by 'a': there is category"),
        (["measure", "sales", "--where", "x"], "--where is 'x'; write --where name="),
        (["run", "growth/covrage"], "did you mean 'growth/coverage'?"),
        (["run", "growth/coverage", "--param", "a=b"], "takes [], but was given ['a']"),
        (
            ["measure", "sales", "--start", "2026-02-01", "--end", "2026-01-01"],
            "start is 2026-02-01 and end is 2026-01-01; end must not come before",
        ),
    ],
)
def test_a_wrong_word_is_told_what_was_meant(run, arguments, message):
    assert message in run(*arguments, status=2)


def test_a_wrong_day_is_refused_before_anything_runs(capsys):
    with pytest.raises(SystemExit):
        main(["measure", "sales", "--start", "yesterday"])
    assert "'yesterday' is not a day; write it as 2026-01-31" in capsys.readouterr().err


def test_without_a_warehouse_the_terminal_says_what_to_do(tmp_path, capsys):
    assert main(["measure", "sales", "--warehouse", str(tmp_path)]) == 2
    assert "run `python -m pipeline refresh`" in capsys.readouterr().err


def test_a_subject_without_data_is_named(warehouse_of, capsys):
    folder = str(warehouse_of(fct_order_line=[{}]).folder)
    assert main(["measure", "messages", "--warehouse", folder]) == 2
    assert "has no data of messenger; connect a source" in capsys.readouterr().err


def test_what_would_steer_a_terminal_is_not_printed():
    frame = pd.DataFrame({"name": ["a\x1b[31mred\nb"], "n": [1234.5]})
    text = printed(frame, "table", {})
    assert "\x1b" not in text
    assert len(text.splitlines()) == 3
    assert "1,234.50" in text


def test_empty_cells_are_dashes_in_tables_and_null_in_json():
    frame = pd.DataFrame({"segment": ["a", None], "value": [1.0, None]})
    assert printed(frame, "table", {}).splitlines()[-1].split() == ["-", "-"]
    assert json.loads(printed(frame, "json", {}))[1] == {"segment": None, "value": None}
