"""The whole app: what its answers hold, and that no fault goes unsaid."""

import gzip
import re
from types import ModuleType

import pytest

from portal.app import create_app
from portal.company import Company
from portal.page import Page
from portal.pages import all_pages
from queries import Warehouse
from tests.portal.conftest import NOW
from tests.tiny import MARKUP

PATHS = [module.PAGE.path for module in all_pages()]
every_path = pytest.mark.parametrize("path", PATHS)


def text_of(response) -> str:
    body = response.data
    return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()


@every_path
def test_the_first_answer_already_holds_the_page(client, path):
    answer = client.get(path)
    page = next(module.PAGE for module in all_pages() if path == module.PAGE.path)
    assert answer.status_code == 200
    first, _, rest = text_of(answer).partition('id="react-entry-point"')
    assert f">{page.title}</h1>" in first
    assert page.question in first
    assert ('aria-current="page"' in first) == page.in_rail
    assert "dash_renderer" in rest


@every_path
def test_nothing_of_the_data_becomes_markup(client, path):
    seen = text_of(client.get(path))
    assert MARKUP not in seen
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.{0,40})", seen, re.DOTALL)
    assert all("alert" not in script for script in scripts)


@every_path
def test_dash_draws_what_the_server_painted(client, path):
    """The router answers with the same page, so that nothing jumps."""
    answer = client.post(
        "/_dash-update-component",
        json={
            "output": "shell-page.children",
            "outputs": {"id": "shell-page", "property": "children"},
            "inputs": [
                {"id": "shell-address", "property": "pathname", "value": path},
                {"id": "shell-address", "property": "search", "value": ""},
            ],
            "changedPropIds": ["shell-address.pathname"],
        },
    )
    assert answer.status_code == 200
    tree = answer.json["response"]["shell-page"]["children"]
    titles = [node for node in every_node(tree) if node.get("type") == "H1"]
    page = next(module.PAGE for module in all_pages() if path == module.PAGE.path)
    assert [node["props"]["children"] for node in titles] == [page.title]


def every_node(tree):
    if isinstance(tree, list):
        for item in tree:
            yield from every_node(item)
    elif isinstance(tree, dict) and "props" in tree:
        yield tree
        yield from every_node(tree["props"].get("children"))


def test_the_page_says_how_fresh_it_is_and_what_went_wrong_since(client):
    seen = text_of(client.get("/"))
    assert "Data to 14 Jan 2026 · refreshed 4 min ago" in seen
    assert "the last refresh failed" in seen
    assert "Quality 95.5%" in seen


def test_an_address_without_a_page_says_which_there_are(client):
    answer = client.get("/nope/<script>")
    assert answer.status_code == 404
    seen = text_of(answer)
    assert "/nope/&lt;script&gt;" in seen
    assert "Company board" in seen


def test_without_a_warehouse_every_page_says_what_to_run(tmp_path, portal_on):
    client = portal_on(Warehouse(tmp_path)).server.test_client()
    answer = client.get("/")
    assert answer.status_code == 503
    assert "python -m pipeline refresh" in text_of(answer)
    assert client.get("/healthz").json["status"] == "no warehouse"


def test_a_page_without_its_data_says_what_to_connect(warehouse_of, portal_on):
    warehouse = warehouse_of(fct_interaction=[{"surface": "messenger"}])
    client = portal_on(warehouse).server.test_client()
    needy = [m.PAGE for m in all_pages() if m.PAGE.needs not in {None, "messenger"}]
    for page in needy:
        answer = client.get(page.path)
        assert answer.status_code == 200
        assert page.connect_what in text_of(answer)
        assert f'href="{page.path}"' not in text_of(client.get("/"))
    assert needy


def test_a_warehouse_without_facts_still_opens(warehouse_of, portal_on):
    client = portal_on(warehouse_of()).server.test_client()
    answer = client.get("/")
    assert answer.status_code == 200
    assert "holds no facts yet" in text_of(answer)


def broken(error: Exception) -> ModuleType:
    module = ModuleType("broken")
    module.PAGE = Page("/broken", "Broken", 1, "What now?", "the-owner")

    def layout(context, **address):
        raise error

    module.layout, module.connect = layout, lambda app, context: None
    return module


@pytest.mark.parametrize(
    ("error", "told"),
    [(ValueError("Choose a week."), "Choose a week."), (KeyError("secret"), "log")],
)
def test_a_page_that_fails_says_so_in_its_place(tiny, monkeypatch, error, told):
    monkeypatch.setattr("portal.app.all_pages", lambda: [broken(error)])
    app = create_app(tiny, Company("Tiny"), clock=lambda: NOW)
    answer = app.server.test_client().get("/broken")
    seen = text_of(answer)
    assert answer.status_code == 500
    assert told in seen
    assert "the-owner" in seen
    assert "secret" not in seen


def test_every_answer_forbids_what_the_portal_does_not_need(client):
    for path in ("/", "/_dash-layout", "/healthz", "/nope"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        scripts = re.search(r"script-src ([^;]*)", policy)[1]
        assert "unsafe" not in scripts
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_every_inline_script_is_one_that_the_policy_knows(client):
    from base64 import b64encode
    from hashlib import sha256

    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    inline = r"<script(?![^>]*\bsrc=)([^>]*)>(.+?)</script>"
    for kind, body in re.findall(inline, text_of(answer), re.DOTALL):
        if "application/json" not in kind:
            known = b64encode(sha256(body.encode()).digest()).decode()
            assert f"'sha256-{known}'" in policy


def test_no_page_asks_another_host_for_anything(client):
    for path in PATHS:
        seen = text_of(client.get(path))
        loads = re.findall(r'(?:src|<link[^>]*href)="([^"]+)"', seen)
        assert loads
        assert all(at.startswith(("/", "data:")) for at in loads)


def test_files_are_squeezed_once_and_kept_for_a_year(client):
    seen = text_of(client.get(PATHS[-1]))
    files = re.findall(r'(?:src|href)="(/files/[^"]+)"', seen)
    assert len(files) >= 6
    for name in files:
        answer = client.get(name, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, name
        assert "max-age=31536000" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Encoding"] == "gzip"


def test_a_file_of_another_release_is_not_kept(client):
    answer = client.get("/files/0ld/assets/northstar.css")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "name",
    [
        "assets/../wsgi.py",
        "assets/%2e%2e/config.py",
        "bootstrap/../../../__init__.py",
        "nowhere/x.css",
        "assets/none.css",
        "_dash-component-suites/os/x.py",
        "_dash-component-suites/dash/dash.py",
    ],
)
def test_only_what_is_meant_to_be_served_is(client, name):
    assert client.get(f"/files/x/{name}").status_code == 404


def test_html_is_squeezed_for_those_who_take_it(client):
    answer = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) < 60_000
    assert b"<html" in gzip.decompress(answer.data)
