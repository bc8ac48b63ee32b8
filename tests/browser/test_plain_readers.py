"""The first response already holds the page: for slow lines, and without scripts."""

import pytest


@pytest.fixture
def reader(portals):
    return portals("demo")


def test_the_board_shows_the_north_star_without_any_script(reader, visit):
    live = visit(reader)
    still = visit(reader, java_script_enabled=False)
    for part in (".north-star h2, h2", ".kpi-value"):
        assert still.text(part) == live.text(part) != ""
    assert "north star" in still.text("main").lower()
    assert still.tab.locator("main svg").count() == live.tab.locator("main svg").count()


def test_the_keyboard_reaches_a_page_of_the_rail(reader, visit):
    page = visit(reader)
    walk_to(page, "a.rail-link[href='/commerce']")
    page.tab.keyboard.press("Enter")
    page.tab.wait_for_url("**/commerce")
    page.settle()
    assert page.text("h1") == "Commerce"
    assert page.seen() == []


def test_the_keyboard_switches_the_theme_and_the_choice_is_kept(reader, visit):
    page = visit(reader, locale="en-GB")
    theme = "document.documentElement.dataset.theme"
    walk_to(page, "[data-theme-toggle]")
    page.tab.keyboard.press("Enter")
    assert page.tab.evaluate(theme) == "dark"
    page.tab.reload()
    page.settle()
    assert page.tab.evaluate(theme) == "dark"
    assert page.seen() == []


def walk_to(page, selector):
    """Press Tab until the focus is there, as someone without a mouse does."""
    for _ in range(60):
        page.tab.keyboard.press("Tab")
        if page.tab.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"60 presses of Tab do not reach {selector}.")
