"""The first frame: there before any script, and Dash takes over without a jump."""

import gzip
import re
from urllib.request import Request, urlopen

import pytest

from portal.budgets import BUDGETS
from tests.browser.conftest import HOSTILE

PLACES = """root => [...document.querySelectorAll(
        `${root} :is(h1, h2, h3, .card, .chips, .control, .grid, .periods, table)`)]
    .map(node => {
        const box = node.getBoundingClientRect();
        return [node.tagName, box.x, box.y + scrollY, box.width, box.height]
            .map(part => typeof part === 'number' ? Math.round(part) : part).join(' ');
    })"""
FOCUSED = """() => document.querySelector('#react-entry-point')
    .contains(document.activeElement) && document.activeElement.textContent"""
HERE = "() => document.querySelector('.kpi-value').textContent"


class Held:
    """A visit whose scripts wait for the layout, so that the first frame stays."""

    def __init__(self, tab):
        self.tab, self._waiting = tab, []
        tab.route("**/_dash-layout", self._hold)

    def _hold(self, route):
        self._waiting.append(route)

    def go_on(self):
        for route in self._waiting:
            route.continue_()
        self.tab.wait_for_selector("html[data-live]", state="attached")


@pytest.fixture
def held(browser, portals):
    contexts = []

    def visited(path, width=1440):
        context = browser.new_context(
            base_url=portals("strangers").url, viewport={"width": width, "height": 900}
        )
        contexts.append(context)
        visit = Held(context.new_page())
        visit.tab.goto(path)
        visit.tab.wait_for_selector("#first-frame h1")
        return visit

    yield visited
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", ["/", "/commerce"])
def test_nothing_jumps_when_dash_takes_over(held, path, width):
    visit = held(path, width)
    painted = visit.tab.evaluate(PLACES, "#first-frame")
    visit.go_on()
    assert len(painted) > 10
    assert visit.tab.evaluate(PLACES, "#react-entry-point") == painted


def test_the_focus_and_what_is_unfolded_stay(held):
    visit = held("/")
    visit.tab.click("#first-frame .details summary")
    visit.tab.focus("#first-frame .period:nth-child(2)")
    visit.go_on()
    assert visit.tab.evaluate(FOCUSED) == "Month"
    unfolded = "document.querySelector('#react-entry-point .details').open"
    assert visit.tab.evaluate(unfolded)


@pytest.mark.parametrize("width", [1440, 390])
def test_without_scripts_the_board_is_whole_and_the_period_can_be_chosen(
    portals, browser, width
):
    context = browser.new_context(
        base_url=portals("strangers").url,
        viewport={"width": width, "height": 900},
        java_script_enabled=False,
    )
    tab = context.new_page()
    tab.goto("/")
    assert tab.locator("h1").inner_text() == "Company board"
    assert tab.locator(".kpi").count() >= 6
    if width == 390:
        assert not tab.locator(".menu a[href='/commerce']").is_visible()
        tab.click(".menu-button")
        assert tab.locator(".menu a[href='/commerce']").is_visible()
    tab.click("text=Month")
    tab.wait_for_url("**/?period=month")
    context.close()


def test_back_and_forward_draw_the_page_of_their_address(portals, visit):
    page = visit(portals("strangers"), "/commerce")
    everywhere = page.tab.evaluate(HERE)
    page.tab.evaluate(
        "country => dash_clientside.set_props('commerce-country', {value: [country]})",
        f"{HOSTILE} 1",
    )
    page.until(f"() => ({HERE})() !== '{everywhere}'")
    page.settle()
    somewhere, address = page.tab.evaluate(HERE), page.tab.url
    assert "?country=" in address
    page.tab.go_back()
    page.until(f"() => ({HERE})() === '{everywhere}'")
    page.tab.go_forward()
    page.until(f"() => ({HERE})() === '{somewhere}'")
    assert page.tab.url == address
    assert page.seen() == []


def test_the_theme_is_kept_from_page_to_page(portals, browser):
    context = browser.new_context(
        base_url=portals("strangers").url, color_scheme="light"
    )
    tab = context.new_page()
    tab.goto("/")
    theme = "document.documentElement.dataset.theme"
    assert tab.evaluate(theme) == "light"
    tab.click("[data-theme-toggle] >> nth=0")
    assert tab.evaluate(theme) == "dark"
    tab.goto("/commerce")
    assert tab.evaluate(theme) == "dark"
    context.close()


def test_the_board_is_reached_by_keyboard(portals, visit):
    page = visit(portals("strangers"), "/")
    reached = []
    for _ in range(24):
        page.tab.keyboard.press("Tab")
        reached.append(
            page.tab.evaluate("() => document.activeElement.textContent.trim()")
        )
    assert reached[0] == "Skip to the content"
    assert {"Commerce", "Week", "Month", "Quarter", "As a table"} <= set(reached)


def test_little_comes_before_the_first_paint(portals):
    """The page, and the style sheets that it waits for, as a browser gets them."""
    portal = portals("demo")
    asked = {"Accept-Encoding": "gzip"}

    def fetched(path):
        with urlopen(Request(portal.url + path, headers=asked)) as answer:
            return answer.read()

    page = fetched("/")
    sheets = re.findall(
        r'rel="stylesheet" href="([^"]+)"', gzip.decompress(page).decode()
    )
    assert len(sheets) == 1
    size = len(page) + sum(len(fetched(sheet)) for sheet in sheets)
    assert size <= BUDGETS[0].kilobytes * 1000
