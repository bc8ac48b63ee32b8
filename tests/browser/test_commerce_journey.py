"""What a merchandiser does on /commerce: choose, look, reload, go back, send a link."""

import json

import pytest

from tests.browser import serving

# The figures as one text; a step back redraws them when the answer comes.
FIGURES = """() => JSON.stringify(Object.fromEntries(
    [...document.querySelectorAll('.kpi')].map(card => {
        const value = card.querySelector('.kpi-value');
        return [
            card.querySelector('.kpi-title').innerText, value.title || value.innerText];
    })))"""


@pytest.fixture
def page(portals, visit):
    return visit(portals("demo"), "/commerce")


def figures(page):
    return json.loads(page.tab.evaluate(FIGURES))


def shows(page, expected):
    """Wait until the page shows these figures."""
    text = json.dumps(json.dumps(expected, ensure_ascii=False, separators=(",", ":")))
    page.until(f"() => ({FIGURES})() === {text}")


def whole(text):
    return int("".join(filter(str.isdigit, text)))


def choose_a_country(page):
    """Pick the second country on offer, as a reader does; returns its name."""
    page.tab.click("#commerce-country")
    option = page.tab.locator(".dash-dropdown-option").nth(1)
    name = option.inner_text()
    option.click()
    page.tab.keyboard.press("Escape")
    page.tab.wait_for_url("**/commerce?*country=*")
    page.settle()
    return name


def test_a_filter_changes_the_numbers_to_those_of_the_command_line(page, portals):
    before = figures(page)
    country = choose_a_country(page)
    after = figures(page)
    assert before.keys() == after.keys()
    assert 0 < whole(after["Orders"]) < whole(before["Orders"])
    portal = portals("demo")
    start, end = page.tab.evaluate(
        "() => ['commerce-dates', 'commerce-dates-end-date'].map("
        "id => document.getElementById(id)?.value)"
    )
    assert start
    assert end
    told = serving.command(
        portal.company,
        portal.warehouse,
        *("queries", "measure", "orders", "--format", "json"),
        *("--start", iso(start), "--end", iso(end), "--where", f"country={country}"),
    )
    assert json.loads(told)[0]["orders"] == whole(after["Orders"])
    assert page.seen() == []


def iso(shown):
    """A day as the picker shows it, as the command line takes it."""
    from datetime import datetime

    return datetime.strptime(shown, "%d %b %Y").date().isoformat()


def test_reload_back_and_a_pasted_link_give_the_same_page(page, portals, visit):
    plain = figures(page)
    choose_a_country(page)
    chosen, address = figures(page), page.tab.url
    page.tab.reload()
    page.settle()
    assert (figures(page), page.tab.url) == (chosen, address)
    pasted = visit(portals("demo"), address)
    assert figures(pasted) == chosen
    assert pasted.text("#commerce-country") == page.text("#commerce-country")
    page.tab.go_back()
    page.tab.wait_for_url("**/commerce")
    shows(page, plain)
    page.tab.go_forward()
    page.tab.wait_for_url(address)
    shows(page, chosen)
    assert page.seen() == pasted.seen() == []
