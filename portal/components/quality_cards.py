"""What the quality page draws: score, checks, quarantine, refreshes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html

from portal.company import Company
from portal.components.bar_table import Bars, bar_table
from portal.components.cards import card, grid, kpi_card, status
from portal.components.links import page_link
from portal.components.notices import empty
from portal.components.tables import table
from portal.components.trust_cards import SUCCESS_GOAL, goal, success
from portal.numbers import format_number
from portal.quality import FAIR

PATH = "/quality"
CHECKED = {
    "pass": ("good", "passed"),
    "warn": ("warning", "warning"),
    "stop": ("bad", "stopped the refresh"),
}
ENDED = {
    "published": ("good", "published"),
    "nothing_new": ("neutral", "nothing new"),
    "stopped": ("bad", "stopped by a check"),
    "failed": ("bad", "failed"),
    "died": ("bad", "died"),
}
STEPPED = {
    "done": ("good", "done"),
    "skipped": ("neutral", "skipped"),
    "failed": ("bad", "failed"),
}
MOST_REFRESHES, MOST_STEPS = 30, 25
NEARLY, WHOLE = 99.9, 100
COUNT = "{:,.0f}".format


def marked(known: Mapping[str, tuple[str, str]], word: str) -> html.Span:
    """A status as shape, colour and word; one that is not known as it stands."""
    return status(*known.get(word, ("neutral", word)))


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
    told = f"{len(checks)} checks passed, on {len(lines)} tables"
    return html.Details([html.Summary(told), html.Ul(lines)])


def history(refreshes: pd.DataFrame, chosen: int) -> html.Section:
    """The latest refreshes: when, how long, what became of them."""
    shown = refreshes.head(MOST_REFRESHES)
    seconds = (shown["finished_at"] - shown["started_at"]).dt.total_seconds()
    older = len(refreshes) - len(shown)
    more = f" {older:,} older ones are not shown." if older else ""
    return card(
        "Refreshes",
        table(
            shown.assign(seconds=seconds, number=shown["refresh_id"].astype(str)),
            {
                "number": ("Refresh", _refresh_link),
                "started_at": ("Started, UTC", "{:%Y-%m-%d %H:%M:%S}".format),
                "status": ("End", lambda word: marked(ENDED, word)),
                "seconds": ("Seconds", "{:,.1f}".format),
                "rows_in": ("Rows read", COUNT),
                "rows_loaded": ("Loaded", COUNT),
                "rows_filtered": ("Left out on purpose", COUNT),
                "rows_quarantined": ("Quarantine", COUNT),
                "quality_score": ("Score, %", "{:.4f}".format),
                "message": ("In words", None),
            },
            caption=f"The {len(shown)} latest refreshes",
        ),
        note=f"Steps of refresh {chosen} are below; choose another by its number."
        f"{more}",
        wide=True,
    )


def steps(rows: pd.DataFrame, refresh: int) -> html.Section:
    """What one refresh did, and how long its slowest steps took."""
    title = f"Steps of refresh {refresh}, seconds"
    if rows.empty:
        return card(title, empty(f"Refresh {refresh} wrote no steps."))
    # A failed step is what a reader looks for, however short it was.
    slowest = rows.nlargest(MOST_STEPS, "seconds").index
    kept = rows.index.isin(slowest) | (rows["status"] == "failed")
    shown, others = rows[kept], rows[~kept]
    body = bar_table(
        shown,
        Bars("step", "Step", "seconds", "Seconds", "{:,.2f}".format),
        {
            "rows_in": ("Rows in", _count),
            "rows_out": ("Rows out", _count),
            "status": ("End", lambda word: marked(STEPPED, word)),
            "detail": ("In words", lambda text: text or ""),
        },
        caption=f"{len(shown)} of {len(rows)} steps of refresh {refresh}",
    )
    seconds = others["seconds"].sum()
    more = f"{len(others)} shorter steps took {seconds:,.2f} s together."
    return card(title, body, note=more if len(others) else None, wide=True)


def _count(value: Any) -> str:
    return "–" if pd.isna(value) else f"{value:,.0f}"


def _known(value: Any) -> Any:
    return None if pd.isna(value) else value


def _severity(word: str) -> str:
    return {"stop": "stops the refresh", "warn": "warns"}.get(word, word)


def _table_link(name: str) -> html.A:
    return page_link("/catalogue", {"item": f"table:{name}"}, name)


def _refresh_link(number: str) -> html.A:
    return page_link(PATH, {"refresh": number}, number)
