"""What a metric may say: its keys, their words, and what is wrong with a body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

UNITS = (
    "users",
    "orders",
    "messages",
    "products",
    "posts",
    "units",
    "sessions",
    "deals",
    "members",
    "points",
    "count",
    "currency",
    "percent",
    "ratio",
    "milliseconds",
    "seconds",
    "minutes",
    "hours",
    "days",
)
NORTH_STAR = "north star"
OUTCOME = "outcome"
REQUIRED = ("title", "about", "owner", "tier", "level", "unit", "better")
ALLOWED: Mapping[str, tuple[object, ...]] = {
    "unit": UNITS,
    "level": (NORTH_STAR, OUTCOME, "operational"),
    "better": ("higher", "lower", "neutral"),
    "tier": (0, 1, 2),
    "format": ("number", "duration", *UNITS),
}
# How a unit is written where the metric does not say.
FORMATS = {"seconds": "duration"}
MADE = ("value", "ratio", "percentile")
OF_PERCENTILES = ("of", "counts")
OPTIONAL = ("synonyms", "times", "primary", "format", "drivers", "identity")
KNOWN = {*REQUIRED, *OPTIONAL, *MADE, *OF_PERCENTILES}
PAIR = 2
FORMS = (
    'must have one of value = "<aggregate SQL>", ratio = [numerator, denominator], '
    "or percentile = 0.95 with of and counts."
)


def problem(body: Mapping[str, Any]) -> tuple[str, str] | None:
    """The key at fault and what to do about it, in words; None if all is well."""
    missing = [key for key in REQUIRED if body.get(key) in (None, "")]
    if missing:
        return "", f"lacks {', '.join(missing)}; add it."
    if strange := sorted(set(body) - KNOWN):
        return strange[0], (
            f"says {', '.join(strange)}; it may say {', '.join(sorted(KNOWN))}."
        )
    for key, allowed in ALLOWED.items():
        if key in body and body[key] not in allowed:
            offered = ", ".join(map(str, allowed))
            return key, f"has the {key} {body[key]!r}; choose one of {offered}."
    return _of_lists(body) or _of_form(body) or _of_words(body)


def _of_lists(body: Mapping[str, Any]) -> tuple[str, str] | None:
    for key in ("synonyms", "drivers", "ratio"):
        said = body.get(key, [])
        if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
            return key, f"has the {key} {said!r}; write a list of texts."
    return None


def _of_form(body: Mapping[str, Any]) -> tuple[str, str] | None:
    """Exactly one way in which the number is made, and that one whole."""
    made = [key for key in MADE if key in body]
    if len(made) != 1 or len(body.get("ratio", "12")) != PAIR:
        return (made[-1] if made else ""), FORMS
    halves = [key for key in OF_PERCENTILES if key in body]
    if "percentile" not in body:
        return (halves[0], FORMS) if halves else None
    if len(halves) != len(OF_PERCENTILES):
        return "percentile", FORMS
    share = body["percentile"]
    if not isinstance(share, float) or not 0 < share < 1 or share * 1000 % 1:
        return "percentile", (
            f"has the percentile {share!r}; write a share between 0 and 1 with at "
            "most three decimals, such as 0.95."
        )
    return None


def _of_words(body: Mapping[str, Any]) -> tuple[str, str] | None:
    if body.get("primary", False) not in (True, False):
        return "primary", "says primary; write true, or leave it out."
    if body.get("primary") and body["level"] != OUTCOME:
        return "primary", (
            f"is primary and has the level {body['level']!r}; only an outcome may be."
        )
    if body.get("format") == "duration" and body["unit"] != "seconds":
        return "format", (
            f"is written as a duration and has the unit {body['unit']!r}; give it in "
            "seconds, or leave out the format."
        )
    return None
