"""From an address to what is drawn: the page in its frame, whatever goes wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from types import ModuleType
from typing import Any

from portal import lost, marks, shell
from portal.company import Company
from portal.components.notices import connect_data, notice
from portal.kept import Kept
from portal.page import Context, Page
from portal.paint import Painted, paint
from queries import NoWarehouse, Snapshot, StaleGeneration, Warehouse

Asked = Mapping[str, str | list[str]]

LOG = logging.getLogger("northstar")
MOST_KEPT = 48
OK, NOT_FOUND, FAULT, NOT_READY = 200, 404, 500, 503


@dataclass(frozen=True)
class Content:
    """What a page shows inside its frame: as components, and painted."""

    tree: Any

    @cached_property
    def painted(self) -> Painted:
        """The same as HTML text; made once."""
        return paint(self.tree)


@dataclass(frozen=True)
class Drawn:
    """A page, what it shows, and the status of a response with it."""

    page: Page
    content: Content
    trust: shell.Trust
    status: int = OK
    generation: int | None = None


class Desk:
    """Draws every page of the portal, in its frame.

    What a page shows follows from its address and the snapshot alone, so both keep it:
    the first frame and Dash's own tree of one visit are drawn once.
    """

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
        self._contents: Kept[Content] = Kept(MOST_KEPT)
        self._trusts: Kept[shell.Trust] = Kept(2)

    @property
    def company(self) -> Company:
        """Whose portal it is."""
        return self._context.company

    def draw(self, path: str, asked: Asked) -> Drawn:
        """The page of an address; a fault is drawn in the page's place."""
        path = path.rstrip("/") or "/"
        try:
            snapshot = self._context.warehouse.snapshot()
        except NoWarehouse as error:
            nothing = Content(lost.no_warehouse(str(error)))
            return Drawn(lost.NOTHING, nothing, shell.Trust(), NOT_READY)
        trust = self._trusts.get(_identity(snapshot), lambda: _trust(snapshot))
        module = self._modules.get(path)
        if module is None:
            shown = shell.shown(self._pages, trust.subjects)
            return Drawn(lost.LOST, Content(lost.lost(path, shown)), trust, NOT_FOUND)
        page: Page = module.PAGE
        if page.needs is not None and page.needs not in trust.subjects:
            missing = Content(connect_data(page))
            return Drawn(page, missing, trust, generation=snapshot.generation)
        return self._page(module, asked, snapshot, trust)

    def tree(self, drawn: Drawn) -> Any:
        """A whole page as Dash draws it."""
        return self._framed(drawn, drawn.content.tree)

    def html(self, drawn: Drawn) -> Painted:
        """A whole page as the server paints it."""
        return paint(self._framed(drawn, drawn.content.painted))

    def _framed(self, drawn: Drawn, content: Any) -> Any:
        return shell.frame(
            self.company, self._pages, drawn.page, content, drawn.trust, self._clock()
        )

    def _page(
        self, module: ModuleType, asked: Asked, snapshot: Snapshot, trust: shell.Trust
    ) -> Drawn:
        page: Page = module.PAGE
        address = {name: value for name, value in asked.items() if name != "context"}
        context = replace(
            self._context, warehouse=Pinned(self._context.warehouse, snapshot)
        )
        key = f"{_identity(snapshot)} {page.path} {sorted(address.items())!r}"
        if page.tells_problems and self._context.logbook:
            key += self._context.logbook.news()
        try:
            content = self._contents.get(
                key, lambda: Content(module.layout(context, **address))
            )
        except StaleGeneration as error:
            return Drawn(page, Content(notice(str(error), "warning")), trust)
        except Exception as error:
            LOG.exception("%s could not be drawn", page.path)
            said = notice(lost.failed(page, error), "error")
            return Drawn(page, Content(said), trust, FAULT)
        return Drawn(page, content, trust, generation=snapshot.generation)


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


def _identity(snapshot: Snapshot) -> str:
    """Of a snapshot; a warehouse built again from empty begins its numbers anew."""
    return f"{snapshot.version} {snapshot.published_at.isoformat()}"


def _trust(snapshot: Snapshot) -> shell.Trust:
    health = snapshot.fetch("board/health")
    return shell.read_trust(
        snapshot.coverage(), snapshot.published_at, health, marks.read(snapshot)
    )
