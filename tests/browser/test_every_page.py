"""Every page of every company opens, in both themes, wide and narrow."""

import pytest

from portal.pages import all_pages

COMPANIES = ("demo", "online_retail", "college_messages", "strangers")
PATHS = [module.PAGE.path for module in all_pages()]
THEMES, WIDTHS = ("light", "dark"), (1440, 390)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("company", COMPANIES)
def test_it_opens_without_any_complaint(portals, visit, screenshots, company, path):
    portal = portals(company)
    for theme in THEMES:
        for width in WIDTHS:
            page = visit(portal, path, theme=theme, width=width)
            slug = path.strip("/") or "board"
            page.tab.screenshot(
                path=screenshots / company / f"{slug}-{theme}-{width}.png",
                full_page=True,
            )
            assert page.seen() == []
            assert page.overflow() <= 0, f"{path} is too wide at {width} px"
            shown = page.tab.evaluate("document.documentElement.dataset.theme")
            assert shown == theme
