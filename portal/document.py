"""The HTML document around a page: head, first frame, scripts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from portal.page import Page
from portal.static import SUITES, Static

THEME = (
    "(function(){var t=null;try{t=localStorage.getItem('northstar-theme')}catch(e){}"
    "if(t!=='light'&&t!=='dark'){t=matchMedia('(prefers-color-scheme: dark)').matches"
    "?'dark':'light'}document.documentElement.dataset.theme=t})()"
)
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'"
    "%3E%3Crect width='16' height='16' rx='3.5' fill='%230f172a'/%3E%3Cpath "
    "fill='%23fff' d='M8 2.2 9.3 6.7 13.8 8 9.3 9.3 8 13.8 6.7 9.3 2.2 8 6.7 6.7Z'/"
    "%3E%3C/svg%3E"
)
# What no page uses is not loaded: Dash's own data table gave way to AG Grid.
UNUSED = re.compile(r'<script src="[^"]*/dash_table/[^"]*"></script>\n?')
# What a plain page never draws. The polyfill holds the regenerator with which
# Dash's components load their parts (graphs, pickers, drop-downs) when first drawn.
HEAVY = re.compile(
    r'<script src="[^"]*/(?:polyfill@|dash_bootstrap_components/|dash_ag_grid/)'
    r'[^"]*"></script>\n?'
)
BOOTSTRAP = (
    "bootstrap/bootstrap.min.css",
    "bootstrap/font/bootstrap-icons.min.css",
)
OURS, DEEPER = "assets/northstar.css", "assets/pages.css"
PLOTLY = f"{SUITES}/plotly/package_data/plotly.min.js"


def write(parts: Mapping[str, str], page: Page, painted: str, static: Static) -> str:
    """The document of a page.

    Args:
        parts: What Dash gives for its index: scripts, config, renderer and more.
        page: The one being read.
        painted: The same page as HTML.
        static: Where the files for the browser are.
    """
    scripts = UNUSED.sub("", parts["scripts"])
    scripts = static.moved(HEAVY.sub("", scripts) if page.plain else scripts)
    links = [
        f'<link rel="stylesheet" href="{static.address(name)}">'
        for name in _sheets(page)
    ]
    if "skeleton-chart" in painted:
        links.append(
            f'<link rel="preload" as="script" href="{static.address(PLOTLY)}">'
        )
    ours = static.address("assets/northstar.js")
    title = f"{page.title} · {parts['title']}"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<link rel="icon" href="{ICON}"><script>{THEME}</script>{"".join(links)}'
        f'</head><body><div id="first-frame">{painted}</div>'
        '<div id="react-entry-point" class="waiting"></div>'
        f'<script src="{ours}" data-plotly="{static.address(PLOTLY)}" '
        f'data-deeper="{static.address(DEEPER)}"></script>'
        f"{parts['config']}{scripts}{parts['renderer']}</body></html>"
    )


def _sheets(page: Page) -> tuple[str, ...]:
    """The style sheets of a page: as few as it needs before it is painted."""
    if page.tier == 0:
        return (OURS,)
    return (DEEPER, OURS) if page.plain else (*BOOTSTRAP, DEEPER, OURS)
