"""One watched tab: it remembers everything that a reader must never be given."""

import time
from urllib.parse import urlsplit

# A page's policy forbids the evaluation that waiting in the browser would need, so the
# tab is asked again and again instead.
REPORT_VIOLATIONS = """
window.violations = [];
document.addEventListener('securitypolicyviolation', event =>
    window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""
OVERFLOW = """() => [document.documentElement, document.body].map(
    element => element.scrollWidth - element.clientWidth)"""
# Dash has drawn: the server's first frame is gone, and nothing is being fetched.
DRAWN = """() => !document.querySelector('#first-frame')
    && document.querySelector('#react-entry-point h1')
    && !document.querySelector('[data-dash-is-loading="true"]')
    && [...document.querySelectorAll('.dash-graph')].every(
        graph => graph.querySelector('.main-svg'))
    && [...document.querySelectorAll('.ag-root-wrapper')].every(
        grid => grid.querySelector('.ag-cell-value:not(:empty)'))"""
LONGEST_SECONDS = 30
HEIGHT = 900
REDRAWN_MS = 300  # graphs fit themselves a moment after the window


class Watch:
    """A tab, and what it saw."""

    def __init__(self, context, *, scripts=True):
        self.problems, self.scripts = [], scripts
        self.tab = context.new_page()
        self.tab.add_init_script(REPORT_VIOLATIONS)
        self.tab.on("console", self._said)
        self.tab.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        self.tab.on("dialog", self._asked)
        self.tab.on("requestfailed", self._failed)
        self.tab.on("response", self._answered)
        self.tab.on("request", self._requested)

    def open(self, path):
        """Open an address of the portal, and wait until it is drawn."""
        self.tab.goto(path)
        self.settle()

    def widen(self, width):
        """Give the window another width, and wait until the page fits it."""
        if self.tab.viewport_size["width"] != width:
            self.tab.set_viewport_size({"width": width, "height": HEIGHT})
            self.tab.wait_for_timeout(REDRAWN_MS)
            self.settle()

    def settle(self):
        """Wait until the page is drawn and asks for nothing more."""
        if self.scripts:
            self.until(DRAWN)
            self.tab.wait_for_load_state("networkidle")

    def until(self, condition):
        """Wait until a function of JavaScript says yes."""
        ends = time.monotonic() + LONGEST_SECONDS
        while not self.tab.evaluate(condition):
            assert time.monotonic() < ends, (
                f"{self.tab.url} after {LONGEST_SECONDS} s: {condition} is still "
                f"false; seen: {self.seen()}"
            )
            self.tab.wait_for_timeout(50)

    def seen(self):
        """Every problem so far, in the words of the browser."""
        found = [
            f"policy: {one}" for one in self.tab.evaluate("window.violations || []")
        ]
        return self.problems + found

    def overflow(self):
        """By how many pixels the page is wider than the window."""
        return max(self.tab.evaluate(OVERFLOW))

    def text(self, selector):
        return self.tab.locator(selector).first.inner_text()

    def _said(self, message):
        if message.type == "error":
            self.problems.append(f"console: {message.text} ({message.location})")

    def _asked(self, dialog):
        self.problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _failed(self, request):
        # A page that is left drops what it was still asking for.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"failed: {request.url}: {request.failure}")

    def _answered(self, response):
        if response.status >= 400:
            self.problems.append(f"status {response.status}: {response.url}")

    def _requested(self, request):
        url = urlsplit(request.url)
        own = urlsplit(self.tab.url).netloc
        if url.scheme in {"http", "https", "ws", "wss"} and own not in {"", url.netloc}:
            self.problems.append(f"another host: {request.url}")
