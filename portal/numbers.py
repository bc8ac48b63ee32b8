"""Numbers, changes and days as the company writes them.

Cards show three significant digits; the exact number stands in the title of the
element. A difference of percentages is in points ("-2.4 pp"), never in percent.
"""

from __future__ import annotations

from datetime import date, timedelta
from math import isfinite, isnan

from portal.company import Company

NONE = "–"
NBSP = "\u00a0"
SIGNIFICANT = 3
THOUSAND = 1000
STEPS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
SYMBOLS = {
    "AUD": "A$",
    "BRL": "R$",
    "CAD": "CA$",
    "CNY": "CN¥",
    "EUR": "€",
    "GBP": "£",
    "HKD": "HK$",
    "ILS": "₪",
    "INR": "₹",
    "JPY": "¥",
    "KRW": "₩",
    "MXN": "MX$",
    "NGN": "₦",
    "NZD": "NZ$",
    "PHP": "₱",
    "RUB": "₽",
    "TRY": "₺",
    "UAH": "₴",
    "USD": "$",
    "VND": "₫",
}
# language -> (between thousands, before decimals, symbol stands after)
WRITTEN = {
    "en": (",", ".", False),
    "zh": (",", ".", False),
    "ja": (",", ".", False),
    "ko": (",", ".", False),
    "he": (",", ".", False),
    "de": (".", ",", True),
    "es": (".", ",", True),
    "it": (".", ",", True),
    "pt": (".", ",", True),
    "nl": (".", ",", False),
    "da": (".", ",", True),
    "tr": (".", ",", False),
    "id": (".", ",", False),
    "el": (".", ",", True),
    "fr": ("\u202f", ",", True),
    "ru": (NBSP, ",", True),
    "uk": (NBSP, ",", True),
    "pl": (NBSP, ",", True),
    "cs": (NBSP, ",", True),
    "sv": (NBSP, ",", True),
    "nb": (NBSP, ",", True),
    "fi": (NBSP, ",", True),
}
# Seconds are written in the largest of these that they fill twice.
DURATIONS = ((86400, "days"), (3600, "hours"), (60, "minutes"))
SUFFIXES = {
    "percent": "%",
    "milliseconds": f"{NBSP}ms",
    "seconds": f"{NBSP}s",
    "minutes": f"{NBSP}min",
    "hours": f"{NBSP}h",
    "days": f"{NBSP}days",
}
MONTHS = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]


def format_number(
    value: float | None, unit: str, company: Company, exact: bool = False
) -> str:
    """`value` with the sign of its unit: 3 significant digits, or exact.

    Percentages are given as 31.6 for 31.6%, a duration in seconds. A missing value is a
    dash.
    """
    if is_missing(value):
        return NONE
    value = float(value)
    if unit == "duration":
        value, unit = (value, "seconds") if exact else _duration(value)
    digits = _exact(value, unit) if exact else _short(abs(value))
    negative = value < 0 and any(digit in digits for digit in "123456789")
    written = _localised(digits, company)
    return ("-" if negative else "") + _with_unit(written, unit, company)


def format_change(
    value: float | None, before: float | None, unit: str, company: Company
) -> str:
    """The change from `before` to `value`: "+4.1%", or "-2.4 pp" for percentages.

    From zero there is no percentage, so the difference itself is given.
    """
    if is_missing(value) or is_missing(before):
        return NONE
    difference = float(value) - float(before)
    if unit == "percent":
        return f"{_signed(difference, company)}{NBSP}pp"
    if before == 0:
        plus = "+" if difference > 0 else ""
        return plus + format_number(difference, unit, company)
    return f"{_signed(difference / abs(float(before)) * 100, company)}%"


def format_date(day: date) -> str:
    """A day in words: 9 Dec 2011."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_period(start: date, end: date, *, year: bool = True) -> str:
    """Days from `start` to `end`, both included: 28 Nov – 4 Dec 2011."""
    if start == end:
        words = f"{end.day} {MONTHS[end.month - 1]}"
    elif (start.year, start.month) == (end.year, end.month):
        words = f"{start.day}–{end.day} {MONTHS[end.month - 1]}"
    else:
        first_year = f" {start.year}" if start.year != end.year else ""
        words = (
            f"{start.day} {MONTHS[start.month - 1]}{first_year} – "
            f"{end.day} {MONTHS[end.month - 1]}"
        )
    return f"{words} {end.year}" if year else words


def format_age(age: timedelta) -> str:
    """How long ago: "just now", "4 min ago", "3 hours ago", "12 days ago"."""
    minutes = int(age.total_seconds() // 60)
    for size, word in ((1440, "day"), (60, "hour")):
        if minutes >= 2 * size:
            return f"{minutes // size:,} {word}s ago"
    return f"{minutes} min ago" if minutes >= 1 else "just now"


def is_missing(value: float | None) -> bool:
    """Whether there is no number: None, NaN or infinite."""
    return value is None or isnan(value) or not isfinite(value)


def _with_unit(written: str, unit: str, company: Company) -> str:
    if unit != "currency":
        return written + SUFFIXES.get(unit, "")
    symbol = SYMBOLS.get(company.currency, company.currency + NBSP)
    if _written_as(company)[2]:
        return f"{written}{NBSP}{symbol.strip()}"
    return symbol + written


def _duration(seconds: float) -> tuple[float, str]:
    """Seconds in the unit in which they are read: 5400 are 90 minutes."""
    for size, unit in DURATIONS:
        if abs(seconds) >= 2 * size:
            return seconds / size, unit
    return seconds, "seconds"


def _short(value: float) -> str:
    """Three significant digits, with k, M, B or T; a small whole number as it is."""
    if value < THOUSAND and float(value).is_integer():
        return str(int(value))
    rounded = float(f"{value:.{SIGNIFICANT}g}")
    for size, letter in STEPS:
        if rounded >= size:
            return _digits(rounded / size) + letter
    return _digits(rounded)


def _digits(value: float) -> str:
    """A value under 1000 with three significant digits."""
    places = 2 if value < 10 else 1 if value < 100 else 0  # noqa: PLR2004
    if 0 < value < 0.01:  # noqa: PLR2004
        return f"{value:.1g}" if value >= 1e-4 else "0.00"  # noqa: PLR2004
    return f"{value:.{places}f}"


def _exact(value: float, unit: str) -> str:
    """Every digit that means something: cents of money, whole counts."""
    if unit == "currency":
        return f"{abs(value):,.2f}"
    if value.is_integer():
        return f"{abs(value):,.0f}"
    return f"{abs(value):,.4f}".rstrip("0").rstrip(".")


def _signed(value: float, company: Company) -> str:
    """A difference with its sign, one decimal, or none from 100 on."""
    text = f"{abs(value):,.0f}" if abs(value) >= 100 else f"{abs(value):.1f}"  # noqa: PLR2004
    sign = "" if not text.strip("0.") else "+" if value > 0 else "-"
    return sign + _localised(text, company)


def _localised(digits: str, company: Company) -> str:
    thousands, decimal, _ = _written_as(company)
    return digits.translate(str.maketrans({",": thousands, ".": decimal}))


def _written_as(company: Company) -> tuple[str, str, bool]:
    language = company.locale.replace("_", "-").split("-")[0].lower()
    return WRITTEN.get(language, WRITTEN["en"])
