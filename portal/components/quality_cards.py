"""What the quality page draws: score, checks, quarantine, refreshes."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from portal.company import Company
from portal.components.cards import card, grid, kpi_card, marked
from portal.components.links import page_link
from portal.components.notices import empty
from portal.components.tables import table
from portal.components.trust_cards import SUCCESS_GOAL, goal, success
from portal.numbers import format_number
from portal.quality import FAIR

CHECKED = {
    "pass": ("good", "passed"),
    "warn": ("warning", "warning"),
    "stop": ("bad", "stopped the refresh"),
}
NEARLY, WHOLE = 99.9, 100
COUNT = "{:,.0f}".format


def numbers(
    refreshes: pd.DataFrame, checks: pd.DataFrame, company: Company
) -> html.Div:
    """The big numbers of the latest refresh that read or published something."""
    latest = _scored(refreshes)
    passed = int((checks["status"] == "pass").sum())
    rows_in, aside = latest["rows_in"], latest["rows_quarantined"]
    read = format_number(rows_in, "count", company)
    return grid(
        kpi_card(
            "Quality score",
            _score(latest["quality_score"], company),
            exact=f"{latest['quality_score']}%",
            goal=goal(latest["quality_score"], FAIR),
            about="Share of rows not in quarantine x weighted mean of the tables.",
        ),
        _success(refreshes, company),
        kpi_card("Checks passed", f"{passed} of {len(checks)}"),
        kpi_card(
            "Rows in quarantine",
            format_number(aside, "count", company),
            exact=f"{aside} of {rows_in} rows read",
            goal=html.Div(f"of {read} rows read", className="quiet kpi-goal"),
        ),
        columns="kpis",
    )


def _success(refreshes: pd.DataFrame, company: Company) -> html.Article:
    """How many of the attempts to refresh ended well."""
    ended = success(refreshes)
    share = ended[0] if ended else None
    return kpi_card(
        "Pipeline success",
        _score(share, company),
        exact=f"{share}%" if ended else "",
        goal=goal(share, SUCCESS_GOAL, f" of the last {ended[1]:,}" if ended else ""),
        about="Refreshes that published, or found nothing new, of all attempts.",
    )


def _score(value: float | None, company: Company) -> str:
    """A score in words, never rounded up to 100%."""
    if value is not None and NEARLY < value < WHOLE:
        value = NEARLY
    return format_number(value, "percent", company)


def _scored(refreshes: pd.DataFrame) -> dict[str, Any]:
    """The latest refresh with a score; what is not known of it is None."""
    scored = refreshes[refreshes["quality_score"].notna()]
    if scored.empty:
        return dict.fromkeys(refreshes.columns)
    return {key: _known(value) for key, value in scored.iloc[0].items()}


def how(refreshes: pd.DataFrame, tables: pd.DataFrame) -> html.Section:
    """How the score comes about, with its numbers."""
    latest = _scored(refreshes)
    passing = passing_share(tables)
    if not latest["rows_in"] or passing is None:
        return card(
            "How the score is worked out",
            empty("No refresh has a score yet. Run `python -m pipeline refresh`."),
        )
    kept = (latest["rows_in"] - (latest["rows_quarantined"] or 0)) / latest["rows_in"]
    steps = [
        f"{kept:.4%} of the {latest['rows_in']:,.0f} rows read are not in quarantine.",
        f"The scores of {(tables['weight'] > 0).sum()} tables are {passing:.4f}% on "
        "average, facts weighing 3, dimensions 2 and marts 1.",
        f"Refresh {latest['refresh_id']:.0f} stored the product of both: "
        f"{latest['quality_score']:.4f}%.",
    ]
    return card(
        "How the score is worked out",
        html.Ol([html.Li(step) for step in steps], className="plain-list"),
        note="Of the latest refresh that has a score; one that found nothing new has "
        "none.",
        wide=True,
    )


def passing_share(tables: pd.DataFrame) -> float | None:
    """The mean score of the tables by their weight; None without any."""
    weight = tables["weight"].sum()
    if not weight:
        return None
    return float((tables["score"] * tables["weight"]).sum() / weight)


def rules(checks: pd.DataFrame) -> html.Section:
    """Every check: those that failed one by one, those that passed by their table."""
    if checks.empty:
        return card("Checks", empty("No refresh has run its checks yet."))
    passed = checks["status"] == "pass"
    number = checks["refresh_id"].iloc[0]
    return card(
        "Checks",
        _failed(checks[~passed], number),
        _passed(checks[passed]),
        note=f"Of refresh {number}, {checks['checked_at'].max():%Y-%m-%d %H:%M} UTC.",
        wide=True,
    )


def _failed(checks: pd.DataFrame, refresh: int) -> html.Div | html.P:
    """What broke its rule, with how many rows."""
    if checks.empty:
        return html.P(marked(CHECKED, "pass"))
    shown = checks.assign(
        result=checks["status"],
        share=checks["offending_rows"] / checks["checked_rows"].clip(lower=1),
    )
    return table(
        shown,
        {
            "result": ("Result", lambda word: marked(CHECKED, word)),
            "title": ("Rule", None),
            "table_name": ("Table", _table_link),
            "severity": ("If broken", _severity),
            "offending_rows": ("Rows that break it", COUNT),
            "checked_rows": ("Rows checked", COUNT),
            "share": ("Share", "{:.3%}".format),
        },
        caption=f"{len(checks)} checks of refresh {refresh} that failed",
    )


def _passed(checks: pd.DataFrame) -> html.Details | None:
    """What passed: a line for each table, as there are more than a hundred rules."""
    if checks.empty:
        return None
    lines = [
        html.Li([_table_link(str(name)), f": {'; '.join(rows['title'])}"])
        for name, rows in checks.groupby("table_name")
    ]
    tables = "1 table" if len(lines) == 1 else f"{len(lines)} tables"
    told = f"{len(checks)} checks passed, on {tables}"
    return html.Details([html.Summary(told), html.Ul(lines)])


def _known(value: Any) -> Any:
    return None if pd.isna(value) else value


def _severity(word: str) -> str:
    return {"stop": "stops the refresh", "warn": "warns"}.get(word, word)


def _table_link(name: str) -> html.A:
    return page_link("/catalogue", {"item": f"table:{name}"}, name)
