"""Every page of every company opens, in both themes, wide and narrow."""

import pytest

from portal.pages import all_pages

COMPANIES = ("demo", "online_retail", "college_messages", "strangers")
PATHS = [module.PAGE.path for module in all_pages()]
# Each theme is opened at one width and drawn out or in to the other.
OPENED = {"light": (1440, 390), "dark": (390, 1440)}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("company", COMPANIES)
def test_it_opens_without_any_complaint(portals, visit, screenshots, company, path):
    portal = portals(company)
    slug = path.strip("/") or "board"
    for theme, widths in OPENED.items():
        page = visit(portal, path, theme=theme, width=widths[0])
        for width in widths:
            page.widen(width)
            page.tab.screenshot(
                path=screenshots / company / f"{slug}-{theme}-{width}.png",
                full_page=True,
            )
            assert page.seen() == []
            assert page.overflow() <= 0, f"{path} is too wide at {width} px"
        shown = page.tab.evaluate("document.documentElement.dataset.theme")
        assert shown == theme
        page.tab.close()
