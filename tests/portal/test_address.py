"""A page's state is its address, both ways."""

from datetime import date
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import address

FIRST, LAST = date(2010, 12, 1), date(2011, 12, 9)
COUNTRIES = ("France", "Korea, Republic of", "a&b=c", "Ü 100%+", "<script>")
FIELDS = (
    address.day("start", FIRST, FIRST, LAST),
    address.choice("grain", ("day", "week"), "week"),
    address.choices("country", COUNTRIES),
    address.choices("product"),
    address.text("find"),
    address.number("top", 10, 1, 50),
    address.number("share", 0.5, 0, 1, whole=False),
)
DEFAULTS = {field.name: field.default for field in FIELDS}

a_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
states = st.fixed_dictionaries(
    {
        "start": st.dates(FIRST, LAST),
        "grain": st.sampled_from(("day", "week")),
        "country": st.lists(st.sampled_from(COUNTRIES), unique=True).map(tuple),
        "product": st.lists(a_text.filter(bool), unique=True, max_size=9).map(tuple),
        "find": a_text,
        "top": st.integers(1, 50),
        "share": st.floats(0, 1),
    }
)


def asked(search: str) -> dict:
    """What Dash's router makes of a query string."""
    parts = parse_qs(search.lstrip("?"), keep_blank_values=True)
    return {
        name: texts[0] if len(texts) == 1 else texts for name, texts in parts.items()
    }


@given(states)
def test_what_is_written_is_read_back(state):
    read = address.read(asked(address.write(state, FIELDS)), FIELDS)
    assert read == state
    assert read.problems == ()


@given(states)
def test_an_address_is_canonical(state):
    written = address.write(state, FIELDS)
    assert address.write(address.read(asked(written), FIELDS), FIELDS) == written


def test_the_page_as_it_opens_has_the_plain_address():
    assert address.write(DEFAULTS, FIELDS) == ""
    assert address.read({}, FIELDS) == DEFAULTS


def test_an_emptied_choice_is_not_its_default():
    fields = (address.choices("country", COUNTRIES, ("France",)),)
    search = address.write({"country": []}, fields)
    assert address.read(asked(search), fields) == {"country": ()}


@pytest.mark.parametrize(
    ("given_", "told"),
    [
        ({"start": "yesterday"}, 'start "yesterday"; use a date such as 2011-12-09.'),
        ({"start": "2009-01-01"}, "use a date from 2010-12-01 to 2011-12-09."),
        ({"grain": "hour"}, 'grain "hour"; use one of day, week.'),
        ({"country": ["France", "Mars"]}, "use any of France, Korea"),
        ({"find": "x" * 201}, "use a text of at most 200 characters."),
        ({"top": "51"}, "use a whole number from 1 to 50."),
        ({"share": "nan"}, "use a number from 0 to 1."),
        ({"product": [str(n) for n in range(101)]}, "use at most 100 choices."),
        ({"start": []}, "use a date such as 2011-12-09."),
    ],
)
def test_what_cannot_be_read_falls_back_and_is_told(given_, told):
    read = address.read(given_, FIELDS)
    assert read == DEFAULTS
    assert len(read.problems) == 1
    assert told in read.problems[0]


def test_names_that_no_field_bears_are_left_alone():
    assert address.read({"utm_source": "mail"}, FIELDS).problems == ()


def test_a_long_list_of_options_is_told_in_part():
    fields = (address.choice("n", [str(n) for n in range(20)], "0"),)
    [problem] = address.read({"n": "x"}, fields).problems
    assert problem.endswith("5, 6, 7 and 12 more.")
