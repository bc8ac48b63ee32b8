"""The board as PNG: /board.png, drawn without a browser from the page's own parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

from flask import Flask, Response, request

from portal.board.periods import KINDS, span_of
from portal.board.picture import picture
from portal.board.told import gather
from portal.company import Company
from portal.kept import Kept
from portal.numbers import format_age, format_date
from portal.page import Context
from portal.static import ASSETS
from queries.readers import NoWarehouse
from queries.snapshot import Snapshot

KIND = "image/png"
REFUSED, NOT_READY = 400, 503
MOST_KEPT = 6
OWN = (
    ".p-ground{fill:var(--ground)}.p-card{fill:var(--card);stroke:var(--line)}"
    ".p-ink{fill:var(--ink)}.p-soft{fill:var(--ink-2)}.p-quiet{fill:var(--ink-3)}"
    ".p-good{fill:var(--good)}.p-bad{fill:var(--bad)}.p-warning{fill:var(--warning)}"
)
FONTS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")


def register(server: Flask, context: Context, clock: Callable[[], datetime]) -> None:
    """Add the route to the server."""
    kept: Kept[bytes] = Kept(MOST_KEPT)
    server.add_url_rule(
        "/board.png", "board-png", partial(_answer, context, clock, kept)
    )


def _answer(
    context: Context, clock: Callable[[], datetime], kept: Kept[bytes]
) -> Response:
    """The picture of the period that the address names."""
    kind = request.args.get("period", KINDS[0])
    try:
        snapshot, now = context.warehouse.snapshot(), clock()
        key = f"{snapshot.version} {kind} {format_age(now - snapshot.published_at)}"
        body = kept.get(key, lambda: png(snapshot, kind, context.company, now))
    except NoWarehouse as error:
        return _refused(str(error), NOT_READY)
    except ValueError as error:
        return _refused(str(error), REFUSED)
    return Response(body, content_type=KIND, headers={"Cache-Control": "no-cache"})


def _refused(reason: str, status: int) -> Response:
    return Response(f"{reason}\n", status, content_type="text/plain; charset=utf-8")


def png(snapshot: Snapshot, kind: str, company: Company, now: datetime) -> bytes:
    """The board of a period, in the light theme.

    Raises:
        ValueError: If there is no such period, or none that is complete.
    """
    # It takes 3 MB that a worker which never draws a picture does not need.
    import resvg_py  # noqa: PLC0415

    fonts = [str(path) for path in _fonts()]
    markup = svg(snapshot, kind, company, now)
    made = resvg_py.svg_to_bytes(
        svg_string=markup, font_files=fonts, skip_system_fonts=True
    )
    return bytes(made)


def svg(snapshot: Snapshot, kind: str, company: Company, now: datetime) -> str:
    """The same as one `<svg>` element.

    Raises:
        ValueError: If there is no such period, or none that is complete.
    """
    if kind not in KINDS:
        raise ValueError(f"period is {kind!r}; it must be one of {', '.join(KINDS)}.")
    days = snapshot.coverage().values()
    if not days:
        raise ValueError("The warehouse holds no facts yet; connect some first.")
    first, last = min(one.first_on for one in days), max(one.last_on for one in days)
    span = span_of(first, last, kind)
    if span is None:
        raise ValueError(f"There is no complete {kind} of data yet.")
    since = max(now - snapshot.published_at, timedelta())
    age = f"Data to {format_date(last)} · refreshed {format_age(since)}"
    told = gather(snapshot, span, company)
    return picture(told, company, _style(), age)


@cache
def _style() -> str:
    """The drawings' rules of northstar.css, with the light theme's colours."""
    sheet = (ASSETS / "northstar.css").read_text(encoding="utf-8")
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    light = sheet[: sheet.index("}")]
    tokens = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", light))
    plain = re.findall(r"^(\.s-[\w\s.,-]+\{[^}]*\})", sheet, re.MULTILINE)
    return re.sub(r"var\((--[\w-]+)\)", lambda at: tokens[at[1]], OWN + "".join(plain))


@cache
def _fonts() -> list[Path]:
    """DejaVu, as matplotlib brings it: what is drawn is the same on any machine.

    Raises:
        ValueError: If it is not there.
    """
    found = find_spec("matplotlib")
    folder = Path(found.origin or "").parent if found else Path()
    fonts = [folder / "mpl-data" / "fonts" / "ttf" / name for name in FONTS]
    if missing := [path for path in fonts if not path.is_file()]:
        raise ValueError(
            f"There is no font {missing[0]}; install the pinned requirements."
        )
    return fonts
