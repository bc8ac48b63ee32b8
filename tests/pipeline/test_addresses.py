"""An address of a database takes its secrets from outside, and never tells them."""

from __future__ import annotations

import pytest

from pipeline.databases.address import SourceError, resolve
from pipeline.databases.reading import opened
from pipeline.databases.source import HeaderError, read

PASSWORD = "s3cr3t/p@ss word"


def header(**changes):
    plain = {"from": "postgresql+psycopg://ann@shop/db", "table": "orders"}
    return {**plain, **changes}


def test_an_address_is_whole_in_the_environment_or_only_its_password_is(tmp_path):
    whole = "postgresql+psycopg://ann:pw@shop:5433/db"
    found = resolve("{shop}", {"shop": "{env:SHOP}"}, {"SHOP": whole}, tmp_path)
    assert found.url.render_as_string(hide_password=False) == whole
    written = "postgresql+psycopg://ann:{env:PW}@{host}/db"
    found = resolve(written, {"host": "shop"}, {"PW": PASSWORD}, tmp_path)
    assert (found.url.password, found.url.host) == (PASSWORD, "shop")


def test_no_message_tells_a_secret(tmp_path):
    written = "postgresql+psycopg://ann:{env:PW}@shop/db?sslpassword={env:KEY}"
    secrets = {"PW": PASSWORD, "KEY": "0123456789abcdef"}
    place = resolve(written, {}, secrets, tmp_path)
    url = place.url.render_as_string(hide_password=False)
    said = place.redact(f"cannot reach {url}: {PASSWORD} for {secrets['KEY']}")
    for secret in (*secrets.values(), "s3cr3t", "p%40ss"):
        assert secret not in said
        assert secret not in repr(place)
        assert secret not in place.shown
    assert place.shown == "postgresql://shop/db"


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("postgresql+psycopg://ann:{env:PW}@127.0.0.1:9/db", "postgresql://127.0.0.1"),
        ("nosuchbase://ann:{env:PW}@shop/db", "does not know"),
        ("mysql+pymysql://ann:{env:PW}@shop/db", "driver for .* is not installed"),
        ("sqlite:///gone.db", "There is no file"),
        ("ann {env:PW}", "is not a database's address"),
        ("{env:NOWHERE}", "variable NOWHERE, which is not set"),
        ("{shop}", r"needs the setting 'shop'; company.toml has data"),
        ("{loop}", "needs the setting"),
    ],
)
def test_a_database_that_cannot_be_reached_says_why(tmp_path, address, message):
    def attempt():
        settings = (
            {"data": "raw", "loop": "{loop}"} if "loop" in address else {"data": "raw"}
        )
        with opened(resolve(address, settings, {"PW": PASSWORD}, tmp_path)):
            pass

    with pytest.raises(SourceError, match=message) as raised:
        attempt()
    assert "s3cr3t" not in str(raised.value)
    assert raised.value.__cause__ is None
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("changes", "entry"),
    [
        ({"query": "select 1"}, "from"),
        ({"table": None}, "from"),
        ({"table": 5}, "table"),
        ({"from": "postgresql://ann:pw@shop/db"}, "from"),
        ({"overlap": "10 minutes"}, "overlap"),
        ({"incremental": "at", "overlap": "soon"}, "overlap"),
        ({"incremental": "at", "overlap": -1}, "overlap"),
    ],
)
def test_a_header_that_makes_no_sense_is_refused(changes, entry):
    given = {key: one for key, one in header(**changes).items() if one is not None}
    with pytest.raises(HeaderError) as raised:
        read(given)
    assert raised.value.entry == entry


def test_a_file_pattern_is_no_database():
    assert read({"from": "{data}/*.csv"}) is None
