"""While new data is loaded, readers get whole pages, each of one generation."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from urllib.request import urlopen

import pytest

from tests.browser import serving

# Every line is an order of one unit at 1.00: on any page of any one generation the
# revenue, the orders and the units are the same number.
DAYS, LINES = range(1, 9), 40
MAPPING = """/*
into = "fct_order_line"
from = "*.csv"
key  = ["order_line_id"]
*/
select
    id as order_line_id,
    id as order_id,
    cast(at as timestamp) as ordered_at,
    id as user_id,
    'p' as product_id,
    'sale' as kind,
    1 as quantity,
    cast('1.00' as decimal(18, 4)) as unit_price,
    cast('1.00' as decimal(18, 4)) as amount
from source
"""
KPI = re.compile(
    r'kpi-title"[^>]*>(Revenue|Orders|Units sold)<.*?kpi-value" title="([^"]+)"'
)


@pytest.fixture
def growing(tmp_path):
    """A company that gets one more file a day."""
    company = tmp_path / "growing"
    (company / "sources").mkdir(parents=True)
    (company / "company.toml").write_text('name = "Growing"\n')
    (company / "sources" / "orders.sql").write_text(MAPPING)
    add_a_day(company, DAYS[0])
    return company


def add_a_day(company, day):
    lines = [f"{day}-{n},2026-03-{day:02d} 12:00:00" for n in range(LINES)]
    (company / f"{day:02d}.csv").write_text("id,at\n" + "\n".join(lines) + "\n")


def numbers(url):
    """Revenue, orders and units as the page of this moment says them."""
    with urlopen(f"{url}/commerce?start=2026-03-01", timeout=60) as answer:
        found = dict(KPI.findall(answer.read().decode()))
    assert set(found) == {"Revenue", "Orders", "Units sold"}
    return {int(re.sub(r"\D", "", text.partition(".")[0])) for text in found.values()}


def test_every_page_is_whole_and_of_one_generation(growing, tmp_path):
    warehouse, done, seen = tmp_path / "warehouse", Event(), []
    serving.command(growing, warehouse, "pipeline", "refresh")

    def read(url):
        while not done.is_set():
            seen.append(numbers(url))

    with (
        serving.serving(growing, warehouse, tmp_path / "portal.log") as portal,
        ThreadPoolExecutor(3) as readers,
    ):
        reading = [readers.submit(read, portal.url) for _ in range(3)]
        try:
            for day in DAYS[1:]:
                add_a_day(growing, day)
                serving.command(growing, warehouse, "pipeline", "refresh")
        finally:
            done.set()
        for one in reading:
            one.result()
        assert numbers(portal.url) == {LINES * len(DAYS)}
    assert all(len(one) == 1 for one in seen), [one for one in seen if len(one) > 1]
    generations = {next(iter(one)) // LINES for one in seen}
    assert generations <= set(DAYS)
    assert len(generations) > 2, "The readers never met a new generation."
    assert "Traceback" not in portal.log.read_text()
