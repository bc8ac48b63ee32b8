"""What the page of goals draws of effects against held-out users."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from portal.board.goals_ahead import Held
from portal.components.cards import card, status
from portal.numbers import NONE, format_date

MEASURED = {
    "active_days": "days with activity per user",
    "actions": "actions per user",
    "revenue": "revenue per user",
}


def against_held_out(held: Sequence[Held]) -> html.Section:
    """The goals that compare users with those held out of a treatment."""
    numbers = ("Effect", "80% interval", "Target", "Treated", "Held out")
    heads = [
        html.Th("Goal", scope="col", className="goal-name"),
        html.Th("Result", scope="col"),
        *(html.Th(one, scope="col", className="num") for one in numbers),
    ]
    body = html.Table(
        [
            html.Caption("Goals against held-out users", className="sr-only"),
            html.Thead(html.Tr(heads)),
            html.Tbody([_held_row(one) for one in held]),
        ],
        className="table",
    )
    return card(
        "Against held-out users",
        html.Div(
            body,
            className="table-scroll",
            tabIndex="0",
            role="region",
            **{"aria-label": "Goals against held-out users"},
        ),
        note="What a treatment did for all its users, against users who were held out "
        "of it by lot. Met: at least 80% sure that the effect is as large as wanted.",
        wide=True,
    )


def _held_row(one: Held) -> html.Tr:
    holdout, effect = one.holdout, one.effect
    tone, word = one.verdict
    first, last = one.days
    until = f" to {format_date(last)}" if last else ", still running"
    days = f", {format_date(first)}{until}" if first else ""
    said = f"{MEASURED[holdout.measure]}{days}"
    if one.mixed:
        said += f"; {one.mixed:,} users of both left out"
    name = [html.Div(holdout.title), html.Div(said, className="quiet small")]
    known = effect is not None and effect.lift == effect.lift
    lift = _signed(effect.lift) if known else NONE
    span = f"{_signed(effect.lift_low)} to {_signed(effect.lift_high)}" if known else ""
    return html.Tr(
        [
            html.Th(name, scope="row", className="goal-name"),
            html.Td(status(tone, word)),
            html.Td(lift, className="num"),
            html.Td(span, className="num quiet"),
            html.Td(_signed(holdout.target), className="num quiet"),
            *(html.Td(f"{users:,} users", className="num") for users in one.users),
        ]
    )


def _signed(share: float) -> str:
    return f"{share:+.1%}"
