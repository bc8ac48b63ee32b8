"""What every answer says to the browser about what it may do, and its size."""

from __future__ import annotations

import gzip
from base64 import b64encode
from hashlib import sha256

from dash import Dash
from flask import Response, g, request

from portal.document import THEME

SMALLEST = 1024
LEVEL = 5
SQUEEZED = ("text/html", "application/json")


def policy(app: Dash) -> str:
    """The Content-Security-Policy; asked for after all callbacks are registered."""
    theme = b64encode(sha256(THEME.encode()).digest()).decode()
    scripts = " ".join(["'self'", f"'sha256-{theme}'", *app.csp_hashes()])
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def protect(app: Dash) -> None:
    """Put the headers on every answer, and squeeze the larger ones."""
    headers = {
        "Content-Security-Policy": policy(app),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }

    def after(response: Response) -> Response:
        response.headers.update(headers)
        if "status" in g:
            response.status_code = g.status
        if response.mimetype in SQUEEZED:
            response.headers.setdefault("Cache-Control", "no-cache")
            _squeeze(response)
        return response

    app.server.after_request(after)


def _squeeze(response: Response) -> None:
    """Compress an answer that is not compressed, where the browser takes it."""
    if (
        "gzip" not in request.headers.get("Accept-Encoding", "")
        or response.is_streamed
        or response.direct_passthrough
        or "Content-Encoding" in response.headers
    ):
        return
    body = response.get_data()
    if len(body) < SMALLEST:
        return
    response.set_data(gzip.compress(body, LEVEL))
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
