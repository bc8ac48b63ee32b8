"""Companies and warehouses for the tests of the pipeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from pipeline import company as companies
from pipeline import refresh as refreshing
from pipeline import results
from pipeline.generations import read_current
from pipeline.steps import Surroundings
from tests import engines
from tests.pipeline import sourcedb

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

ORDERS = """/*
into = "fct_order_line"
from = "{data}/*.csv"
key  = ["order_line_id"]
*/
select
    id as order_line_id,
    order_no as order_id,
    cast(at as timestamp) as ordered_at,
    buyer as user_id,
    item as product_id,
    case when cast(quantity as integer) < 0 then 'refund' else 'sale' end as kind,
    cast(quantity as integer) as quantity,
    cast(price as decimal(18, 4)) as unit_price,
    cast(quantity as integer) * cast(price as decimal(18, 4)) as amount
from source
"""
BUYERS = """/*
into = "dim_user"
from = "{data}/*.csv"
key  = ["user_id"]
*/
select
    buyer as user_id,
    cast(at as timestamp) as updated_at,
    country
from source
where buyer is not null
"""
HEADER = "id,order_no,at,buyer,item,quantity,price,country\n"


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """The folder of a real data set, or a skip that says where it would be."""

    def find(name: str) -> Path:
        if not (DATA / name).exists():
            pytest.skip(f"The data set {name} is not in {DATA}.")
        return DATA / name

    return find


class Workshop:
    """A company in a temporary folder: write files, refresh, look at the warehouse."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "company"
        self.data = folder / "data"
        self.warehouse = folder / "warehouse"
        (self.folder / "sources").mkdir(parents=True)
        self.data.mkdir()
        (self.folder / "company.toml").write_text(
            'name = "Workshop"\n[settings]\ndata = "../data"\n'
        )
        self.told: list[str] = []

    def mapping(self, name: str, content: str) -> None:
        """Write a mapping file."""
        (self.folder / "sources" / name).write_text(content)

    def model(self, name: str, content: str) -> None:
        """Write a model file."""
        (self.folder / "models").mkdir(exist_ok=True)
        (self.folder / "models" / name).write_text(content)

    def unmodel(self, name: str) -> None:
        """Remove a model file."""
        (self.folder / "models" / name).unlink()

    def file(self, name: str, content: str | bytes) -> Path:
        """Write a source file."""
        path = self.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = content.encode() if isinstance(content, str) else content
        path.write_bytes(raw)
        return path

    def refresh(
        self,
        reached: Callable[[str], None] = lambda point: None,
        *,
        from_scratch: bool = False,
        settings: Mapping[str, str] | None = None,
    ) -> results.Outcome:
        """Refresh the warehouse."""
        around = Surroundings(lambda: NOON, self.told.append, reached)
        company = companies.read(self.folder, settings or {})
        return refreshing.refresh(
            company, self.warehouse, around, from_scratch=from_scratch
        )

    @contextmanager
    def opened(self):
        """The current generation with its journal attached, read only."""
        current = read_current(self.warehouse)
        with duckdb.connect() as connection:
            if current.data:
                path = self.warehouse / current.data
                connection.execute(f"attach '{path}' as data (read_only)")
            connection.execute(
                f"attach '{self.warehouse / current.ops}' as ops (read_only)"
            )
            places = "data.main,ops.main" if current.data else "ops.main"
            connection.execute(f"set search_path = '{places}'")
            yield connection

    def ask(self, sql: str) -> list[tuple]:
        """Rows of a query on the current generation."""
        with self.opened() as connection:
            return connection.execute(sql).fetchall()

    def contents(self) -> dict[str, list[tuple]]:
        """Every table that readers see, each in one order."""
        with self.opened() as connection:
            tables = connection.execute(
                "select table_name from duckdb_tables() where database_name = 'data' "
                "and table_name similar to '(dim|fct|agg)_.*' order by table_name"
            ).fetchall()
            return {
                name: connection.execute(
                    f"select * from {name} order by all"
                ).fetchall()
                for (name,) in tables
            }

    def problems(self) -> list[tuple]:
        """File, line, scope, rows and reason of what the last refresh put aside."""
        return self.ask(
            "select file_name, line_number, scope, row_count, reason "
            "from ops_quarantine where refresh_id = "
            "(select max(refresh_id) from ops_refresh) order by problem_number"
        )

    def counts(self) -> tuple:
        """Rows in, loaded, filtered and put aside by the last refresh."""
        return self.ask(
            "select rows_in, rows_loaded, rows_filtered, rows_quarantined "
            "from ops_refresh order by refresh_id desc limit 1"
        )[0]


class Branch(Workshop):
    """One of the repository's companies over raw files of its own."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = ROOT / "companies" / name
        self.data = folder / "data"
        self.warehouse = folder / "warehouse"
        self.data.mkdir(parents=True)
        self.told: list[str] = []

    def refresh(self, *args, **named) -> results.Outcome:
        """Refresh the warehouse from the files of the test."""
        return super().refresh(*args, **named, settings={"data": str(self.data)})


@pytest.fixture
def branch(tmp_path: Path) -> Callable[[str], Branch]:
    """How a company of the repository is opened, by the name of its folder."""
    return lambda name: Branch(tmp_path, name)


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """An empty company."""
    return Workshop(tmp_path)


@pytest.fixture
def shop(workshop: Workshop) -> Workshop:
    """A company with orders and buyers from the same files."""
    workshop.mapping("orders.sql", ORDERS)
    workshop.mapping("buyers.sql", BUYERS)
    return workshop


def line(number: int, **changes: object) -> str:
    """One line of an order, with what matters changed."""
    plain = {
        "id": f"L{number}",
        "order_no": f"O{number}",
        "at": f"2026-03-{1 + number % 28:02} 10:00:00",
        "buyer": f"B{number % 3}",
        "item": "mug",
        "quantity": 2,
        "price": "1.50",
        "country": "DE",
    }
    return ",".join(str(value) for value in {**plain, **changes}.values()) + "\n"


@pytest.fixture(scope="session")
def order_line() -> Callable[..., str]:
    """How a line of an order is written."""
    return line


@pytest.fixture(scope="session")
def order_header() -> str:
    """The first line of a file of orders."""
    return HEADER


@pytest.fixture(scope="session", params=["sqlite", "postgres", "clickhouse"])
def source_server(request, tmp_path_factory):
    """A database to read from, of each kind."""
    if request.param == "postgres":
        binaries = engines.postgres_binaries()
        if binaries is None:
            pytest.skip("PostgreSQL is not installed.")
        with sourcedb.postgres(binaries) as found:
            yield found
    elif request.param == "clickhouse":
        with sourcedb.clickhouse() as found:
            yield found
    else:
        with sourcedb.sqlite(tmp_path_factory.mktemp("sqlite")) as found:
            yield found


@pytest.fixture
def orders(source_server, tmp_path) -> sourcedb.Orders:
    """An empty table of orders, and a folder where it lands."""
    return sourcedb.Orders(source_server, tmp_path)
