"""A company is what its folder says; only a name is needed."""

from pathlib import Path

import pytest

from portal import company

ROOT = Path(__file__).parents[2]


def folder(tmp_path: Path, said: str, goals: str | None = None) -> Path:
    (tmp_path / "company.toml").write_text(said, encoding="utf-8")
    if goals is not None:
        (tmp_path / "goals.toml").write_text(goals, encoding="utf-8")
    return tmp_path


def test_a_name_is_enough(tmp_path):
    read = company.read(folder(tmp_path, 'name = "Polaris"'))
    assert (read.name, read.north_star, read.cards, dict(read.goals)) == (
        "Polaris",
        None,
        (),
        {},
    )


def test_everything_else_is_read(tmp_path):
    read = company.read(
        folder(
            tmp_path,
            'name="A"\ncurrency="gbp"\n[board]\nnorth_star="revenue"\ncards=["orders"]',
            "[orders]\ntarget = 650\nperiod = 'month'",
        )
    )
    assert (read.currency, read.north_star, read.cards) == (
        "GBP",
        "revenue",
        ("orders",),
    )
    assert read.goals["orders"] == company.Goal("orders", 650.0, "month", "orders")


@pytest.mark.parametrize("name", ["demo", "online_retail", "college_messages"])
def test_the_companies_of_the_checkout_can_be_read(name):
    assert company.read(ROOT / "companies" / name).goals


@pytest.mark.parametrize(
    ("said", "goals", "told"),
    [
        ("about = 'x'", None, "name is missing; it must be a text"),
        ("name = ''", None, "name is ''"),
        ("name = 'x", None, "is not TOML"),
        ("name='x'\nboard=1", None, "board is 1; it must be a table"),
        ("name='x'\n[board]\ncards='orders'", None, "must be a list of metrics' names"),
        ("name='x'", "[orders]\nperiod='week'", r"\[orders\] has target None"),
        ("name='x'", "orders = 3", r"\[orders\] has target None"),
        ("name='x'", "[orders]\ntarget=true", r"\[orders\] has target True"),
        (
            "name='x'",
            "[orders]\ntarget=1\nperiod='year'",
            "can be week, month, quarter",
        ),
    ],
)
def test_what_cannot_be_used_is_named_with_its_remedy(tmp_path, said, goals, told):
    with pytest.raises(company.CompanyError, match=told):
        company.read(folder(tmp_path, said, goals))


def test_a_folder_without_a_company_says_what_to_write(tmp_path):
    with pytest.raises(company.CompanyError, match=r"at least a name"):
        company.read(tmp_path)
