"""How the portal speaks of a quality score."""

from __future__ import annotations

from portal.company import Company
from portal.numbers import format_number

GOOD, FAIR = 99.0, 95.0
ALL, NEARLY_ALL = 100.0, 99.9


def quality_tone(score: float) -> str:
    """Of a score in percent: good, warning or bad."""
    if score >= GOOD:
        return "good"
    return "warning" if score >= FAIR else "bad"


def quality_words(score: float, company: Company) -> str:
    """The score, never rounded up to 100%."""
    shown = ALL if score >= ALL else min(score, NEARLY_ALL)
    return format_number(shown, "percent", company)
