"""The rules of the house that every page keeps."""

import re
from pathlib import Path

import pytest
from dash import Dash
from dash.development.base_component import Component

from docs import pages as readme
from portal.company import Company
from portal.page import Context
from portal.pages import all_pages
from queries import catalog
from queries.snapshot import Snapshot

ROOT = Path(__file__).resolve().parent.parent
MODULES = all_pages()
every_page = pytest.mark.parametrize("module", MODULES, ids=lambda one: one.PAGE.path)
BOARDS = [one for one in MODULES if one.PAGE.tier == 0]
every_board = pytest.mark.parametrize("module", BOARDS, ids=lambda one: one.PAGE.path)
PERIOD = {"period", "start", "end", "dates"}
SOURCES = "".join(path.read_text() for path in sorted(ROOT.glob("portal/**/*.py")))
# Queries that the shell and the warehouse ask for themselves, on every page.
OF_THE_HOUSE = {"growth/coverage", "quality/operations", "quality/warnings"}


@pytest.fixture
def context(tiny):
    return Context(tiny, Company(name="Tiny"))


def components(layout) -> list[Component]:
    return [layout, *(one for one in layout._traverse() if isinstance(one, Component))]


def ids(layout) -> list[str]:
    found = [getattr(one, "id", None) for one in components(layout)]
    return [one if isinstance(one, str) else one["type"] for one in found if one]


def wires(module, context) -> list[tuple[set[str], set[str]]]:
    """The ids that each callback writes, and those that it reads."""
    app = Dash(module.__name__, suppress_callback_exceptions=True)
    module.connect(app, context)
    return [
        (
            set(named(wire["output"])),
            {end["id"] for end in wire["inputs"] + wire["state"]},
        )
        for wire in app._callback_list
    ]


def named(output: str) -> list[str]:
    """The ids in Dash's way of writing outputs: `..a.x...b.y..` or `a.x`."""
    return [one.rpartition(".")[0] for one in output.strip(".").split("...")]


@every_page
def test_it_is_a_module_of_its_address(module):
    stem = module.__name__.rpartition(".")[2].replace("_", "-")
    path = module.PAGE.path
    assert path in {f"/{stem}", "/"}, (
        f"{module.__name__} has the path {path!r}; rename the file or the path, so "
        "that one is found by the other."
    )
    assert callable(module.layout)
    assert callable(module.connect)
    assert all([module.PAGE.title, module.PAGE.question, module.PAGE.owner])


def test_no_two_pages_share_an_address():
    paths = [module.PAGE.path for module in MODULES]
    assert len(paths) == len(set(paths))
    assert "/" in paths


@every_page
def test_its_ids_bear_its_name_and_are_unique(module, context):
    found = ids(module.layout(context))
    strange = [one for one in found if not one.startswith(f"{module.PAGE.slug}-")]
    assert not strange, (
        f"{module.PAGE.path}: ids {strange} do not start with '{module.PAGE.slug}-'; "
        "rename them, so that no two pages can share one."
    )
    twice = {one for one in found if found.count(one) > 1}
    assert not twice, f"{module.PAGE.path}: ids {twice} are there more than once."


@every_page
def test_every_wire_ends_at_a_component_of_the_page(module, context):
    drawn = set(ids(module.layout(context)))
    for outputs, inputs in wires(module, context):
        assert outputs | inputs <= drawn, (
            f"{module.PAGE.path}: {sorted((outputs | inputs) - drawn)} are wired but "
            "not in the layout; draw them there, empty if need be."
        )


@every_page
def test_it_fetches_what_it_declares(module, context, monkeypatch):
    asked = set()
    for verb in ("fetch", "rows", "count", "batches"):
        plain = getattr(Snapshot, verb)

        def recording(self, name, *args, _plain=plain, **kwargs):
            asked.add(name)
            return _plain(self, name, *args, **kwargs)

        monkeypatch.setattr(Snapshot, verb, recording)
    for visit in getattr(module, "VISITS", ({},)):
        module.layout(context, **visit)
    declared = set(module.PAGE.queries)
    assert asked - OF_THE_HOUSE <= declared, (
        f"{module.PAGE.path} fetches {sorted(asked - declared)}; name them in "
        "PAGE.queries, which the catalogue shows."
    )
    assert declared <= set(catalog.names())
    unused = [one for one in declared - asked if SOURCES.count(f'"{one}"') < 2]
    assert not unused, (
        f"{module.PAGE.path} declares {unused}, but does not fetch them; take them out."
    )


@every_page
def test_its_metrics_exist(module):
    missing = set(module.PAGE.metrics) - set(catalog.metrics())
    assert not missing, f"{module.PAGE.path}: there are no metrics {sorted(missing)}."


@pytest.mark.parametrize("name", catalog.names())
def test_every_query_is_used(name):
    declared = {one for module in MODULES for one in module.PAGE.queries}
    assert name in declared | OF_THE_HOUSE, (
        f"queries/{name}.sql is on no page; show it, or delete it."
    )


@every_board
def test_executives_choose_nothing_but_the_period(module, context):
    drawn = components(module.layout(context))
    controls = {
        one.id
        for one in drawn
        if one._namespace in {"dash_core_components", "dash_bootstrap_components"}
        and hasattr(one, "value")
    }
    other = {one for one in controls if one.rpartition("-")[2] not in PERIOD}
    assert not other, (
        f"{module.PAGE.path} has the filters {other}; move them to Tier 1."
    )


@every_board
def test_a_board_is_drawn_by_the_server_alone(module, context):
    drawings = {one._namespace for one in components(module.layout(context))}
    assert drawings <= {"dash_html_components", "northstar"}, (
        f"{module.PAGE.path} draws with {drawings}; Tier 0 is HTML and Svg, which the "
        "server paints."
    )


@every_board
def test_the_north_star_comes_first(module, tiny):
    company = Company(name="Tiny", north_star="orders", cards=("revenue", "customers"))
    drawn = str(module.layout(Context(tiny, company)))
    titles = [catalog.metric(one).title for one in ("orders", "revenue", "customers")]
    places = [re.search(rf"\b{re.escape(title)}\b", drawn).start() for title in titles]
    assert places == sorted(places)


def test_the_readme_lists_the_pages_as_they_are():
    text = readme.README.read_text(encoding="utf-8")
    pages = [module.PAGE for module in MODULES]
    assert readme.written(text) == readme.table(pages), (
        "The README's table of pages is not what the pages say; run `make pages`."
    )
