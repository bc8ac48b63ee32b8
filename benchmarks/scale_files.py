"""A company of interactions, as many as asked for: one CSV a day, written by DuckDB."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

DAYS = 90
USERS, PRODUCTS = 50_000, 5_000
START = datetime(2026, 1, 1)
BATCHES_A_DAY = 288
HEADERS = {
    "interactions": ("fct_interaction", "interaction_id"),
    "users": ("dim_user", "user_id"),
    "products": ("dim_product", "product_id"),
}
SELECTS = {
    "interactions": """select
    event_id as interaction_id,
    cast(happened_at as timestamp) as occurred_at,
    user_id,
    product_id,
    surface,
    action,
    country,
    os,
    cast(amount as decimal(18, 4)) as value
from source
""",
    "users": """select
    user_id,
    cast(signed_up_at as timestamp) as updated_at,
    country
from source
""",
    "products": """select
    product_id,
    cast(made_at as timestamp) as updated_at,
    name
from source
""",
}


@dataclass(frozen=True)
class Company:
    """The folder of a company, and of its files."""

    folder: Path
    rows: int

    @property
    def data(self) -> Path:
        """Where its files are."""
        return self.folder / "data"

    def write(self) -> None:
        """Write the company and its first ninety days."""
        sources = self.folder / "sources"
        sources.mkdir(parents=True)
        (self.folder / "company.toml").write_text('name = "Scale"\n', encoding="utf-8")
        for name, select in SELECTS.items():
            into, key = HEADERS[name]
            (self.data / name).mkdir(parents=True)
            header = f'into = "{into}"\nfrom = "data/{name}/*.csv"\nkey = ["{key}"]'
            text = f"/*\n{header}\n*/\n{select}"
            (sources / f"{name}.sql").write_text(text, encoding="utf-8")
        self._write_people_and_things()
        for day in range(DAYS):
            self._write_events(f"{day:03}", day, self.rows // DAYS)

    def add_day(self) -> Path:
        """Write one more day."""
        return self._write_events(f"{DAYS:03}", DAYS, self.rows // DAYS)

    def add_batch(self) -> Path:
        """Write five more minutes, of the day after."""
        rows = max(self.rows // DAYS // BATCHES_A_DAY, 1)
        return self._write_events(f"{DAYS + 1:03}", DAYS + 1, rows)

    def _write_people_and_things(self) -> None:
        born = START - timedelta(days=1)
        self._copy(
            "users/users.csv",
            f"select 'u' || n as user_id, timestamp '{born}' as signed_up_at, "
            f"(['DE', 'FR', 'PL', 'ES'])[n % 4 + 1] as country from range({USERS}) "
            "as users (n)",
        )
        self._copy(
            "products/products.csv",
            f"select 'p' || n as product_id, timestamp '{born}' as made_at, "
            f"'Product ' || n as name from range({PRODUCTS}) as products (n)",
        )

    def _write_events(self, name: str, day: int, rows: int) -> Path:
        """One day's events, in the order in which they happened."""
        midnight = START + timedelta(days=day)
        first, pause = day * 10_000_000, 86_400_000_000 // max(rows, 1)
        return self._copy(
            f"interactions/{name}.csv",
            f"select 'e' || ({first} + n) as event_id, "
            f"timestamp '{midnight}' + to_microseconds(n * {pause}) as happened_at, "
            f"'u' || {_any(first, USERS)} as user_id, "
            f"'p' || {_any(first + 1, PRODUCTS)} as product_id, "
            "(['feed', 'feed', 'messenger', 'shop', 'app'])"
            f"[{_any(2, 5)} + 1] as surface, "
            "(['view', 'view', 'view', 'like', 'message', 'click'])"
            f"[{_any(3, 6)} + 1] as action, "
            f"(['DE', 'FR', 'PL', 'ES'])[{_any(4, 4)} + 1] as country, "
            f"(['ios', 'android', 'web'])[{_any(5, 3)} + 1] as os, "
            f"{_any(first + 6, 10_000)} / 100 as amount "
            f"from range({rows}) as events (n)",
        )

    def _copy(self, name: str, select: str) -> Path:
        path = self.data / name
        with duckdb.connect() as connection:
            connection.execute("set threads = 1")  # lines stand in their order
            connection.execute(f"copy ({select}) to '{path}' (header)")
        return path


def _any(seed: int, below: int) -> str:
    """SQL for a number that looks like any, the same each time."""
    return f"cast(hash(n + {seed}) % {below} as bigint)"
