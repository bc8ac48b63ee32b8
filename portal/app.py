"""The app: the only module that knows Dash, Flask and all pages together."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

from dash import Dash, Input, Output, dcc, html, set_props
from flask import g, has_request_context, jsonify, request

from portal import document, downloads, logbook, pictures, problems, security
from portal.company import Company
from portal.components.notices import notice
from portal.desk import OK, Desk, Drawn
from portal.page import Context
from portal.pages import all_pages
from portal.static import Static
from queries import rollups
from queries.warehouse import Warehouse

LOG = logging.getLogger("northstar")
ADDRESS, PAGE, NOTICE = "shell-address", "shell-page", "shell-notice"


class Portal(Dash):
    """Dash whose first response already holds the page, painted as HTML."""

    desk: Desk
    static: Static

    def interpolate_index(self, **parts: Any) -> str:
        """The document: head, first frame, and what Dash takes over with."""
        query = request.query_string.decode(errors="replace")
        drawn = self.desk.draw(request.path, _asked(query))
        g.status = drawn.status
        _note(drawn)
        return document.write(parts, drawn.page, self.desk.html(drawn), self.static)


def create_app(
    warehouse: Warehouse, company: Company, *, clock: Callable[[], datetime]
) -> Portal:
    """Assemble the portal on a warehouse.

    Args:
        warehouse: Nothing of it is opened before the first request.
        company: Whose portal it is.
        clock: The time now, UTC.

    Returns:
        The app; its `server` is what gunicorn serves.
    """
    app = Portal(
        __name__,
        title=f"{company.name} · Northstar",
        update_title=None,
        include_assets_files=False,
        suppress_callback_exceptions=True,
        on_error=_tell,
    )
    rollups.offered()  # a wrong definition ends the start, and not a page
    context = Context(warehouse, company, logbook.Logbook(warehouse.folder, clock))
    modules = all_pages()
    app.desk = Desk(context, modules, clock)
    app.static = Static(app)
    app.layout = html.Div(
        [
            dcc.Location(id=ADDRESS, refresh=False),
            html.Div(id=NOTICE, **{"aria-live": "polite"}),
            html.Div(id=PAGE),
        ]
    )
    _route(app)
    for module in modules:
        module.connect(app, context)
    _parts(app, context, clock)
    security.protect(app)
    # Registers the files of every package, so that a worker serves what another named.
    app._generate_scripts_html()
    return app


def _parts(app: Portal, context: Context, clock: Callable[[], datetime]) -> None:
    """What the server answers besides pages, and what it notes of them."""
    for part in (downloads, problems, logbook):
        part.register(app.server, context)
    pictures.register(app.server, context, clock)
    _health(app, context.warehouse)


def _route(app: Portal) -> None:
    """Draw the page of the address: at the start, and when the reader goes back."""

    def draw(path: str, search: str | None) -> Any:
        drawn = app.desk.draw(path or "/", _asked((search or "").lstrip("?")))
        _note(drawn)
        tree = app.desk.tree(drawn)
        # A new key draws all anew: a kept dcc.Location would write its old address.
        tree.key = uuid4().hex
        return tree

    app.callback(
        Output(PAGE, "children"),
        Input(ADDRESS, "pathname"),
        Input(ADDRESS, "search"),
        prevent_initial_call=True,
    )(draw)


def _note(drawn: Drawn) -> None:
    """Tell the logbook which page this request is answered with, if it is one."""
    if drawn.status == OK and drawn.generation is not None:
        g.shown = (drawn.page, drawn.generation)


def _asked(query: str) -> dict[str, str | list[str]]:
    """The parts of a query string; what is given once is a text."""
    parts = parse_qs(query, keep_blank_values=True, max_num_fields=1000)
    return {
        name: texts[0] if len(texts) == 1 else texts for name, texts in parts.items()
    }


def _tell(error: Exception) -> None:
    """What happens when a callback fails: it is logged, and the reader is told."""
    LOG.error("A callback failed: %s", error, exc_info=error)
    if has_request_context():
        set_props(NOTICE, {"children": notice(failed(), "error")})


def failed() -> str:
    """What a reader is told when a page could not be drawn."""
    return (
        "This could not be worked out; the fault is in the portal's log. What you see "
        "is from before. Reload the page, or try again in a minute."
    )


def _health(app: Portal, warehouse: Warehouse) -> None:
    """/healthz: this worker answers, and which generation it reads."""

    def healthz() -> Any:
        try:
            generation = warehouse.snapshot().generation
        except Exception as error:
            return jsonify(status="no warehouse", reason=str(error))
        return jsonify(status="ok", generation=generation)

    app.server.add_url_rule("/healthz", "healthz", healthz)
