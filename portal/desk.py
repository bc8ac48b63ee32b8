"""From an address to what is drawn: the page in its frame, whatever goes wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import ModuleType
from typing import Any

from dash import html

from portal import shell
from portal.components.notices import connect_data, notice
from portal.page import Context, Page
from queries import NoWarehouse, Snapshot, StaleGeneration, Warehouse

Asked = Mapping[str, str | list[str]]

LOG = logging.getLogger("northstar")
OWNER = "data-platform"
LOST = Page("/404", "Page not found", 3, "What is there instead?", OWNER)
NOTHING = Page("/", "No data yet", 3, "What has to be run first?", OWNER)
HTTP_OK, HTTP_NOT_FOUND, HTTP_FAULT, HTTP_NOT_READY = 200, 404, 500, 503


@dataclass(frozen=True)
class Drawn:
    """A whole page as components, with the status of its first response."""

    page: Page
    tree: Any
    status: int = HTTP_OK


class Desk:
    """Draws every page of the portal, in its frame."""

    def __init__(
        self,
        context: Context,
        modules: Sequence[ModuleType],
        clock: Callable[[], datetime],
    ) -> None:
        self._context = context
        self._modules = {module.PAGE.path: module for module in modules}
        self._pages = [module.PAGE for module in modules]
        self._clock = clock

    def draw(self, path: str, asked: Asked) -> Drawn:
        """The page of an address; a fault is drawn in the page's place."""
        path = path.rstrip("/") or "/"
        try:
            snapshot = self._context.warehouse.snapshot()
            trust = _trust(snapshot)
        except NoWarehouse as error:
            return self._framed(NOTHING, _no_warehouse(error), shell.Trust(), 503)
        module = self._modules.get(path)
        if module is None:
            return self._framed(LOST, self._lost(path, trust), trust, 404)
        page: Page = module.PAGE
        if page.needs is not None and page.needs not in trust.subjects:
            return self._framed(page, connect_data(page), trust)
        return self._page(module, asked, snapshot, trust)

    def _page(
        self,
        module: ModuleType,
        asked: Asked,
        snapshot: Snapshot,
        trust: shell.Trust,
    ) -> Drawn:
        page: Page = module.PAGE
        address = {name: value for name, value in asked.items() if name != "context"}
        try:
            content = module.layout(self._pinned(snapshot), **address)
        except StaleGeneration as error:
            return self._framed(page, notice(str(error), "warning"), trust)
        except Exception as error:
            LOG.exception("%s could not be drawn", page.path)
            said = notice(_failed(page, error), "error")
            return self._framed(page, said, trust, HTTP_FAULT)
        return self._framed(page, content, trust)

    def _framed(
        self, page: Page, content: Any, trust: shell.Trust, status: int = HTTP_OK
    ) -> Drawn:
        company = self._context.company
        now = self._clock()
        tree = shell.frame(company, self._pages, page, content, trust, now)
        return Drawn(page, tree, status)

    def _pinned(self, snapshot: Snapshot) -> Context:
        """What a page draws from: whatever it asks, it is of this one generation."""
        return replace(
            self._context, warehouse=Pinned(self._context.warehouse, snapshot)
        )

    def _lost(self, path: str, trust: shell.Trust) -> html.Section:
        links = [
            html.Li([html.A(page.title, href=page.path), f": {page.question}"])
            for page in shell.shown(self._pages, trust.subjects)
        ]
        return html.Section(
            [
                html.H2("There is no such page", className="card-title"),
                html.P([html.Code(path[:200]), " is not the address of a page. Are:"]),
                html.Ul(links, className="plain-list"),
            ],
            className="card",
        )


class Pinned:
    """A warehouse whose newest generation stays the same while a page is drawn."""

    def __init__(self, warehouse: Warehouse, snapshot: Snapshot) -> None:
        self._warehouse = warehouse
        self._snapshot = snapshot

    def snapshot(self, generation: int | None = None) -> Snapshot:
        """The one snapshot; another generation where it is asked for by number."""
        if generation is None or generation == self._snapshot.generation:
            return self._snapshot
        return self._warehouse.snapshot(generation)


def _trust(snapshot: Snapshot) -> shell.Trust:
    health = snapshot.fetch("board/health")
    return shell.read_trust(snapshot.coverage(), snapshot.published_at, health)


def _no_warehouse(error: NoWarehouse) -> html.Section:
    return html.Section(
        [
            html.H2("The warehouse holds nothing yet", className="card-title"),
            html.P(str(error)),
            html.P(
                [
                    "Run ",
                    html.Code("python -m pipeline refresh"),
                    " for this company, then reload this page. ",
                    html.Code("python -m pipeline status"),
                    " says how far it came.",
                ]
            ),
        ],
        className="card connect",
    )


def _failed(page: Page, error: Exception) -> str:
    """What a reader is told; the words of a ValueError say what to do."""
    reason = f" {error}" if isinstance(error, ValueError) else ""
    return (
        f"{page.title} could not be drawn.{reason} The fault is in the portal's log; "
        f"{page.owner} answers for this page. Reload it in a minute."
    )
