"""The standard English names of countries, whatever way a source writes them."""

from __future__ import annotations

from collections.abc import Iterable

# What people write and ISO 3166 does not list, by two-letter code.
ALSO = {
    "brunei": "BN", "cape verde": "CV", "czech republic": "CZ", "deutschland": "DE",
    "eire": "IE", "england": "GB", "españa": "ES", "great britain": "GB",
    "holland": "NL", "italia": "IT", "ivory coast": "CI", "macedonia": "MK",
    "northern ireland": "GB", "palestine": "PS", "россия": "RU", "russia": "RU",
    "scotland": "GB", "south korea": "KR", "swaziland": "SZ", "the netherlands": "NL",
    "turkey": "TR", "u.k.": "GB", "u.s.": "US", "u.s.a.": "US", "uae": "AE", "uk": "GB",
    "united states of america": "US", "wales": "GB",
}  # fmt: skip
# Shorter than the official name, and what a reader looks for.
SHORT = {"RU": "Russia", "TR": "Turkey", "BN": "Brunei", "PS": "Palestine"}


def standard(spellings: Iterable[str]) -> dict[str, str]:
    """The standard name of each spelling that is another name of a known country.

    Spellings that are standard already, or no country, are left out.

    Source: ISO 3166-1 as pycountry has it, and a list of common other names.
    """
    import pycountry  # noqa: PLC0415  only mappings that ask for it pay for it

    found = {}
    for spelling in spellings:
        key = spelling.strip().lower()
        try:
            country = pycountry.countries.lookup(ALSO.get(key, key))
        except LookupError:
            continue
        plain = getattr(country, "common_name", country.name)
        name = SHORT.get(country.alpha_2, plain)
        if name != spelling:
            found[spelling] = name
    return found
