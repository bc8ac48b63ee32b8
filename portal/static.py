"""Files for the browser: compressed once, kept by it for a year.

Every file lies under a token made of what is served, so a new release has new
addresses and a browser never mixes two. Dash's own bundles are served here too, as it
would compress megabytes at each request and let the browser ask again for each chunk.
"""

from __future__ import annotations

import gzip
import mimetypes
import pkgutil
import re
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import flask_bootstrap
from dash import Dash
from dash._validate import validate_js_path
from dash.exceptions import DependencyException, InvalidResourceError
from dash.fingerprint import check_fingerprint
from flask import Response, abort, request

ASSETS = Path(__file__).parent.parent / "assets"
BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "css"
FOLDERS = {"assets": ASSETS, "bootstrap": BOOTSTRAP}
SUITES = "_dash-component-suites"
DISTRIBUTIONS = (
    "dash",
    "plotly",
    "dash-ag-grid",
    "dash-bootstrap-components",
    "bootstrap-flask",
)
PLAIN = (".woff", ".woff2", ".png", ".gz")
YEAR = 31_536_000
LEVEL = 6


def token() -> str:
    """Of everything served: releases of the packages, and our own files."""
    said = sha256(" ".join(map(version, DISTRIBUTIONS)).encode())
    for path in sorted(ASSETS.glob("**/*")):
        if path.is_file():
            said.update(path.name.encode() + path.read_bytes())
    return said.hexdigest()[:12]


class Static:
    """The addresses of static files, and the route that serves them."""

    def __init__(self, app: Dash) -> None:
        self._app = app
        self._root = f"/files/{token()}"
        app.server.add_url_rule("/files/<token>/<path:name>", "files", self.serve)

    def address(self, name: str) -> str:
        """Where a file is, such as "assets/northstar.css"."""
        return f"{self._root}/{name}"

    def moved(self, scripts: str) -> str:
        """The script tags of Dash, their files served from here."""
        return re.sub(rf'(src=")/({SUITES}/)', rf"\1{self._root}/\2", scripts)

    def serve(self, token: str, name: str) -> Response:
        """One file; of another release's token nothing is kept by the browser."""
        body, packed = self._read(name)
        squeezed = packed is not None and "gzip" in request.headers.get(
            "Accept-Encoding", ""
        )
        response = Response(packed if squeezed else body)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        response.headers["Content-Type"] = (
            f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
        )
        response.headers["Vary"] = "Accept-Encoding"
        if squeezed:
            response.headers["Content-Encoding"] = "gzip"
        current = self._root.endswith(f"/{token}")
        response.headers["Cache-Control"] = (
            f"public, max-age={YEAR}, immutable" if current else "no-store"
        )
        return response

    def _read(self, name: str) -> tuple[bytes, bytes | None]:
        kind, _, rest = name.partition("/")
        if kind == SUITES:
            package, _, path = rest.partition("/")
            return self._suite(package, check_fingerprint(path)[0])
        if kind not in FOLDERS:
            abort(404)
        path = (FOLDERS[kind] / rest).resolve()
        if not path.is_relative_to(FOLDERS[kind].resolve()) or not path.is_file():
            abort(404)
        return _packed(path)

    def _suite(self, package: str, path: str) -> tuple[bytes, bytes | None]:
        try:
            validate_js_path(self._app.registered_paths, package, path)
        except (DependencyException, InvalidResourceError):
            abort(404)
        return _packed_suite(package, path)


@lru_cache(maxsize=64)
def _packed(path: Path) -> tuple[bytes, bytes | None]:
    body = path.read_bytes()
    return body, None if path.suffix in PLAIN else gzip.compress(body, LEVEL)


@lru_cache(maxsize=64)
def _packed_suite(package: str, path: str) -> tuple[bytes, bytes | None]:
    body = pkgutil.get_data(package, path) or b""
    return body, gzip.compress(body, LEVEL)
