"""The companies that journeys visit: loaded once, served once, one browser."""

import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.browser import serving
from tests.browser.watching import HEIGHT, Watch

BUILD = serving.ROOT / ".build"
SHARED = serving.ROOT.parent / "shared" / "data"
DEMO_ENDS, DEMO_MONTHS, DEMO_USERS = "2026-11-22", 3, 1500
# Names that must stay text wherever they are drawn.
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'`{{7*7}}"
NEEDS = {"online_retail": "online_retail", "college_messages": "collegemsg"}


def strangers(folder: Path) -> Path:
    """A company that nobody has seen before: one small file, hostile names in it."""
    sources = folder / "sources"
    sources.mkdir(parents=True)
    (folder / "company.toml").write_text("name = '''" + HOSTILE + "'''\n")
    lines = [
        f"{day},{HOSTILE} {day % 3},2026-02-{day:02d} 1{day % 10}:00:00,{day % 4}"
        for day in range(1, 29)
    ]
    (folder / "orders.csv").write_text("n,thing,at,who\n" + "\n".join(lines) + "\n")
    (sources / "orders.sql").write_text(
        '/*\ninto = "fct_order_line"\nfrom = "orders.csv"\nkey = ["order_line_id"]\n'
        'delimiter = ","\n*/\n'
        "select\n    n as order_line_id,\n    n as order_id,\n"
        "    cast(at as timestamp) as ordered_at,\n    who as user_id,\n"
        "    thing as product_id,\n    thing as country,\n    'sale' as kind,\n"
        "    1 as quantity,\n    cast(n as decimal(18, 4)) as unit_price,\n"
        "    cast(n as decimal(18, 4)) as amount\nfrom source\n"
    )
    return folder


class Portals:
    """Builds, serves and keeps one portal a company, each when first asked for."""

    def __init__(self, folder: Path, stack: ExitStack):
        self._folder, self._stack = folder, stack
        self._portals = {}

    def __call__(self, name: str) -> serving.Portal:
        if name not in self._portals:
            company, more = self._source(name)
            warehouse = self._folder / name / "warehouse"
            serving.command(company, warehouse, "pipeline", "refresh", *more)
            log = BUILD / "logs" / f"{name}.log"
            self._portals[name] = self._stack.enter_context(
                serving.serving(company, warehouse, log)
            )
        return self._portals[name]

    def _source(self, name: str) -> tuple[Path, list[str]]:
        company, raw = serving.COMPANIES / name, self._folder / name / "raw"
        if name == "strangers":
            return strangers(self._folder / name / "company"), []
        if name == "demo":
            words = f"demo --into {raw} --until {DEMO_ENDS} --users {DEMO_USERS}"
            words += f" --months {DEMO_MONTHS} --seed 7"
            serving.command(company, raw, "pipeline", *words.split())
            return company, ["--set", f"data={raw}"]
        if not (SHARED / NEEDS[name]).is_dir():
            pytest.skip(f"the files of {name} are not beside this checkout: {SHARED}")
        return company, []


@pytest.fixture(scope="session")
def portals(tmp_path_factory):
    with ExitStack() as stack:
        yield Portals(tmp_path_factory.mktemp("portals"), stack)


@pytest.fixture(scope="session")
def screenshots():
    folder = BUILD / "screenshots"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    if serving.chromium() is None:
        pytest.skip("Chromium is not installed; `make test` says how to get it")
    with serving.browsing(tmp_path_factory.mktemp("browser")) as browser:
        yield browser


@pytest.fixture(scope="session")
def readers(browser):
    """Contexts by portal and theme, kept: a reader's browser keeps scripts, too."""
    kept = {}

    def reader(portal, theme, **options):
        key = (portal.url, theme, *options.items())
        if key not in kept:
            kept[key] = browser.new_context(
                base_url=portal.url, color_scheme=theme, **options
            )
        return kept[key]

    yield reader
    for context in kept.values():
        context.close()


@pytest.fixture
def visit(readers):
    """Open pages in tabs of their own, each watched for what must not happen."""
    opened = []

    def visited(portal, path="/", *, theme="light", width=1440, **options):
        scripts = options.get("java_script_enabled", True)
        watch = Watch(readers(portal, theme, **options), scripts=scripts)
        opened.append(watch)
        watch.tab.set_viewport_size({"width": width, "height": HEIGHT})
        watch.open(path)
        return watch

    yield visited
    for watch in opened:
        watch.tab.close()
