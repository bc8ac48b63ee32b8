"""The watch over a page sees what it is there to see."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.browser.watching import Watch

PAGE = """<!doctype html><html><head>
<meta http-equiv="Content-Security-Policy" content="style-src 'self'"></head>
<body><div id="react-entry-point"><h1>Drawn</h1></div>{}</body></html>"""
TROUBLES = {
    "console: too bad": "<script>console.error('too bad')</script>",
    "error: nothing is": "<script>nothing.is()</script>",
    "dialog: hello": "<script>alert('hello')</script>",
    "status 404": "<img src='/missing.png'>",
    "another host": "<img src='http://127.0.0.1:9/pixel.png'>",
    "failed: ": "<img src='http://127.0.0.1:9/pixel.png'>",
    "policy: style-src": "<style>h1 { color: red }</style>",
}


@pytest.fixture
def opened(browser):
    """Open a page with this in its body."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(404 if self.path == "/missing.png" else 200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE.format(self.server.body).encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.server_port}")
    watch = Watch(context)

    def open_with(body):
        server.body = body
        watch.open("/")
        return watch

    yield open_with
    context.close()
    server.shutdown()
    server.server_close()


def test_a_page_without_trouble_gives_no_complaint(opened):
    page = opened("")
    assert (page.seen(), page.overflow()) == ([], 0)


@pytest.mark.parametrize("complaint", TROUBLES)
def test_trouble_is_named(opened, complaint):
    seen = opened(TROUBLES[complaint]).seen()
    assert any(one.startswith(complaint) or complaint in one for one in seen), seen


def test_a_page_wider_than_the_window_is_measured(opened):
    page = opened("<table width='3000'><tr><td>wide</td></tr></table>")
    assert page.overflow() > 1000
