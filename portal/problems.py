"""Where a reader's report of a problem arrives: /problem, from the form of a proof."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode, urlsplit

from flask import Flask, Request, Response, request

from portal.page import Context
from portal.selections import proof
from queries.readers import NoWarehouse

MOST_BYTES = 16_000
SEE_OTHER, FORBIDDEN, TOO_LARGE, NOT_READY = 303, 403, 413, 503


def register(server: Flask, context: Context) -> None:
    """Add the route to the server."""
    server.add_url_rule(
        "/problem", "problem", partial(_take, context), methods=["POST"]
    )


def from_here(asked: Request) -> bool:
    """Whether a page of this portal sent it; a page of another site may not.

    Browsers say so themselves in Sec-Fetch-Site, older ones in Origin; who says
    neither is refused.
    """
    site = asked.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = asked.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == asked.host


def _take(context: Context) -> Response:
    """Keep the report, and lead back to the proof, which says so."""
    if not from_here(request):
        return _refused("A report is sent from the form of a proof.", FORBIDDEN)
    if (request.content_length or MOST_BYTES + 1) > MOST_BYTES:
        told = f"A report has a length of at most {MOST_BYTES:,} bytes."
        return _refused(told, TOO_LARGE)
    try:
        snapshot = context.warehouse.snapshot()
    except NoWarehouse as error:
        return _refused(str(error), NOT_READY)
    given = request.args.to_dict()
    question = proof.read(given, snapshot.measurable(), snapshot.generation)
    shown = question.generation
    back = proof.link(question.of, shown, question.period)
    kept = _keep(context, question, shown, f"{proof.PATH}?{urlencode(back)}")
    answer = Response(status=SEE_OTHER)
    answer.location = f"{proof.PATH}?{urlencode({**back, 'reported': kept})}"
    return answer


def _keep(context: Context, question: proof.Question, shown: int, page: str) -> str:
    """Store it; what the page then says."""
    text = request.form.get("text", "").strip()
    if not text:
        return "empty"
    stored = context.logbook is not None and context.logbook.problem(
        page=page, metric=question.name, generation=shown, text=text
    )
    return "yes" if stored else "no"


def _refused(reason: str, status: int) -> Response:
    return Response(f"{reason}\n", status, content_type="text/plain; charset=utf-8")
