"""Whoever reads with a screen reader or by keyboard gets all of every page."""

from pathlib import Path

import axe_playwright_python
import pytest

from portal.pages import all_pages
from queries import spool
from tests.browser import serving

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
PATHS = [module.PAGE.path for module in all_pages()]
RUN = """() => axe.run(document, {resultTypes: ['violations']}).then(found =>
    found.violations.flatMap(rule => rule.nodes.map(node =>
        `${rule.id} (${rule.impact}): ${node.target.join(' ')}: `
        + node.html.slice(0, 160))))"""


def violations(page) -> list[str]:
    """What axe-core finds on the page as it is now."""
    # A page's policy forbids scripts from elsewhere, but not the browser's own tools.
    session = page.tab.context.new_cdp_session(page.tab)
    script = AXE.read_text(encoding="utf-8")
    session.send("Runtime.evaluate", {"expression": script})
    session.detach()
    return page.tab.evaluate(RUN)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_on_any_page(portals, visit, path, theme):
    page = visit(portals("demo"), path, theme=theme)
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_an_open_proof(portals, visit, theme):
    page = visit(portals("demo"), "/", theme=theme)
    page.tab.click(".ban a.proof")
    page.tab.wait_for_selector("dialog[open]")
    assert violations(page) == []
    assert page.seen() == []


def test_axe_finds_nothing_on_a_narrow_board(portals, visit):
    page = visit(portals("demo"), "/", width=390)
    assert violations(page) == []


STEPS = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect();
    const style = getComputedStyle(at);
    return {
        words: at.getAttribute('aria-label') || at.textContent.trim(),
        proof: at.matches('a.proof'), drawn: at.matches('a.drawn'),
        last: at === document.body,
        seen: box.width > 0 && box.height > 0,
        marked: parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none',
        top: box.top + scrollY, left: box.left,
    };
}"""


def test_the_keyboard_reaches_every_number_and_drawing_and_the_focus_is_seen(
    portals, visit
):
    page = visit(portals("demo"), "/")
    proofs, drawings = (page.tab.locator(css).count() for css in ("a.proof", "a.drawn"))
    reached = []
    for _ in range(90):
        page.tab.keyboard.press("Tab")
        step = page.tab.evaluate(STEPS)
        if step["last"]:
            break
        reached.append(step)
    # Those in the folded table are reached once it is unfolded.
    assert sum(step["proof"] for step in reached) == proofs > 15
    assert sum(step["drawn"] for step in reached) == drawings == 9
    assert [step["words"] for step in reached if not step["seen"]] == []
    assert [step["words"] for step in reached if not step["marked"]] == []
    numbers = [step["words"] for step in reached if step["proof"]]
    assert numbers[0].startswith("Active users: ")


def test_the_keyboard_opens_a_proof_and_comes_back_to_its_number(portals, visit):
    page = visit(portals("demo"), "/")
    number = page.tab.locator(".kpi a.proof").first
    number.focus()
    page.tab.keyboard.press("Enter")
    page.tab.wait_for_selector("dialog[open]")
    assert page.tab.evaluate("() => document.activeElement.closest('dialog') !== null")
    text = page.text("dialog")
    for part in ("SQL as it is run", "Generation 1", "Fed by", "Report a problem"):
        assert part in text
    exact = number.get_attribute("title").partition(" · ")[0]
    assert exact in text
    for _ in range(60):  # the focus never leaves the drawer for the page behind it
        page.tab.keyboard.press("Tab")
        inside = "() => !document.activeElement.closest('#react-entry-point')"
        assert page.tab.evaluate(inside)
    page.tab.keyboard.press("Escape")
    page.until("() => !document.querySelector('dialog')")
    assert page.tab.evaluate(
        "() => document.activeElement === document.querySelector('.kpi a.proof')"
    )
    assert page.tab.url.endswith("/")
    assert page.seen() == []


def test_a_problem_is_reported_by_keyboard_shown_on_quality_and_closed(portals, visit):
    portal = portals("demo")
    page = visit(portal, "/")
    page.tab.locator(".kpi a.proof").first.focus()
    page.tab.keyboard.press("Enter")
    page.tab.wait_for_selector("dialog[open]")
    for _ in range(60):
        if page.tab.evaluate("() => document.activeElement.matches('textarea')"):
            break
        page.tab.keyboard.press("Tab")
    told = "The number of <b>yesterday</b> is too low."
    page.tab.keyboard.type(told)
    page.tab.keyboard.press("Tab")
    page.tab.keyboard.press("Enter")
    page.tab.wait_for_url("**/proof?*reported=yes")
    assert "Thank you" in page.text("main")
    page.open("/quality")
    row = f"tr:has-text('{told}')"
    assert page.text(row).split()[-1] == "open"
    [line] = [
        one for one in spool.read(portal.warehouse, spool.PROBLEMS) if told in str(one)
    ]
    words = ("problems", "close", line["problem_id"], "--note", "Restated.")
    serving.command(portal.company, portal.warehouse, "portal", *words)
    page.open("/quality")
    assert "closed " in page.text(row)
    assert page.text(row).endswith(": Restated.")
    assert page.seen() == []


def test_without_scripts_a_number_leads_to_its_proof_and_a_problem_is_reported(
    portals, visit
):
    page = visit(portals("demo"), "/", java_script_enabled=False)
    page.tab.click(".ban a.proof")
    page.tab.wait_for_url("**/proof?*")
    assert page.text("h1") == "Proof of a number"
    page.tab.fill("textarea", "No script.")
    page.tab.click("button[type=submit]")
    page.tab.wait_for_url("**/proof?*reported=yes")
    assert "Thank you" in page.text("main")


def test_a_drawing_opens_the_interactive_chart_of_its_metric_and_days(portals, visit):
    page = visit(portals("demo"), "/")
    page.tab.click("a.drawn >> nth=0")
    page.tab.wait_for_url("**/explore?metric=active_users*")
    page.settle()
    assert page.tab.locator(".dash-graph .main-svg").count() > 0
    assert page.seen() == []
