"""One control for all filters: type a country, a product or a key, and choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash import dcc, html

FOUND = 60


def filter_search(
    id: str,  # noqa: A002 - Dash names properties so
    options: Sequence[dict[str, str]],
    values: Sequence[str],
) -> html.Div:
    """The control; its values are texts like "country=France"."""
    return html.Div(
        [
            html.Label("Filters", htmlFor=id, className="control-label"),
            dcc.Dropdown(
                list(options),
                list(values),
                id=id,
                multi=True,
                placeholder="All rows; type to find a value",
            ),
        ],
        className="control control-choices control-wide",
    )


def found(
    known: pd.DataFrame,
    titles: Mapping[str, str],
    keys: Sequence[str],
    words: str,
    chosen: Sequence[str],
) -> list[dict[str, Any]]:
    """What can be chosen, given what was typed: what is chosen already comes first.

    Args:
        known: Columns `filter_name`, `filter_value` and maybe `row_total`, in the
            order to be offered.
        titles: Filter to its title.
        keys: Filters by keys, too many to list: offered as typed.
        words: As typed.
        chosen: Texts like "country=France".
    """
    text = known["filter_value"].astype(str)
    if words:
        known = known[text.str.lower().str.contains(words.lower(), regex=False)]
    options = {pick: _label(titles, pick, "") for pick in chosen}
    for row in known.head(FOUND).to_dict("records"):
        pick = f"{row['filter_name']}={row['filter_value']}"
        total = f" · {row['row_total']:,.0f}" if "row_total" in row else ""
        options.setdefault(pick, _label(titles, pick, total))
    if words:
        for key in keys:
            options.setdefault(f"{key}={words}", f"{titles[key]} is exactly: {words}")
    return [
        {"value": pick, "label": label, "search": f"{label} {words}"}
        for pick, label in options.items()
    ]


def _label(titles: Mapping[str, str], pick: str, more: str) -> str:
    name, _, value = pick.partition("=")
    return f"{titles.get(name, name)}: {value}{more}"
