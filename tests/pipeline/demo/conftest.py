"""The demo company as its readers see it: written, loaded, and asked by SQL."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from pipeline import company as companies
from pipeline import demo
from pipeline.generations import read_current
from pipeline.refresh import refresh
from pipeline.steps import Surroundings
from queries import Warehouse

ROOT = Path(__file__).resolve().parents[3]
COMPANY = ROOT / "companies" / "demo"
UNTIL = date(2026, 11, 22)
WEEKDAYS = [f"{date(2024, 1, day):%A}".lower() for day in range(1, 8)]


def silent(line: str) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Polaris:
    """A loaded demo company: its files, its warehouse and its truths."""

    raw: Path
    warehouse: Path
    connection: duckdb.DuckDBPyConnection
    truth: dict[str, Any]
    until: date

    def ask(self, sql: str, **values: object) -> pd.DataFrame:
        """Rows of a query; $names are bound."""
        return self.connection.execute(sql, values or None).df()

    def one(self, sql: str, **values: object) -> tuple:
        """The one row of a query."""
        [row] = self.connection.execute(sql, values or None).fetchall()
        return row

    def measure(self, metrics: list[str], **asked: Any) -> pd.DataFrame:
        """Metrics as pages ask them; of all days if not told otherwise."""
        days = {"start": date(2025, 1, 1), "end": self.until}
        return Warehouse(self.warehouse).snapshot().measure(metrics, **days | asked)

    def metric(self, name: str, **asked: Any) -> float:
        """The one value of a metric."""
        return float(self.measure([name], **asked)[name][0])

    def day(self, told: dict[str, Any]) -> date:
        """A day as truth.toml tells it."""
        if "month" in told:
            found = date(self.until.year, told["month"], told["day"])
            return found if found < self.until else found.replace(found.year - 1)
        day = self.until - timedelta(days=told["days_before_end"])
        while "weekday" in told and WEEKDAYS[day.weekday()] != told["weekday"]:
            day -= timedelta(days=1)
        return day


Loader = Callable[..., Polaris]


@pytest.fixture(scope="session")
def load(tmp_path_factory: pytest.TempPathFactory) -> Loader:
    """Write and load a demo company."""
    truth = tomllib.loads((COMPANY / "truth.toml").read_text(encoding="utf-8"))

    def loaded(*, until: date = UNTIL, **how: Any) -> Polaris:
        folder = tmp_path_factory.mktemp("polaris")
        raw, warehouse = folder / "raw", folder / "warehouse"
        demo.write(raw, until=until, seed=7, report=silent, **how)
        company = companies.read(COMPANY, {"data": str(raw)})
        moment = datetime(until.year, until.month, until.day, tzinfo=UTC)
        around = Surroundings(clock=lambda: moment, report=silent)
        outcome = refresh(company, warehouse, around)
        assert outcome.is_good, outcome
        current = read_current(warehouse)
        connection = duckdb.connect()
        connection.execute(f"attach '{warehouse / current.data}' as data (read_only)")
        connection.execute(f"attach '{warehouse / current.ops}' as ops (read_only)")
        connection.execute("set search_path = 'data.main,ops.main'")
        return Polaris(raw, warehouse, connection, truth, until)

    return loaded


@pytest.fixture(scope="session")
def autumn(load: Loader) -> Polaris:
    """Everything of the last three months, 24 August included."""
    return load(users=8000, months=3)


@pytest.fixture(scope="session")
def shop(load: Loader) -> Polaris:
    """Marketplace and marketing of all 18 months: for what takes time to show."""
    return load(users=30_000, subjects=["marketplace", "marketing"])


@pytest.fixture(scope="session")
def week(load: Loader) -> Polaris:
    """The feed of the last month, with users enough for its experiments."""
    return load(users=60_000, months=1, subjects=["feed"], until=date(2026, 11, 23))
