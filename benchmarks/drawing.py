"""Time until each page is drawn in Chromium, cold and warm."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.forgetting import forget
from benchmarks.measuring import KIB_PER_MIB, table, title
from portal.pages import all_pages
from tests.browser import serving
from tests.browser.watching import DRAWN

# Asked at each frame; the moment is the browser's own, from the start of loading.
NOTE_DRAWN = f"""
const look = () => {{
    if (document.body && ({DRAWN})()) {{ window.drawnAt = performance.now(); }}
    else {{ requestAnimationFrame(look); }}
}};
look();"""
PAINTED = (
    """() => performance.getEntriesByName('first-contentful-paint')[0].startTime"""
)


def compare(company: Path, warehouse: Path, folder: Path, rounds: int) -> None:
    """Print how long each page takes, and the memory that the workers came to."""
    title("Seconds until a page is drawn in Chromium")
    print(
        "first = the server's first frame is painted; whole = Dash has drawn all.\n"
        "cold = nothing is kept anywhere; new = a new browser profile, a server that "
        "answered before;\nwarm = once more in the same profile.\n"
    )
    with (
        serving.serving(company, warehouse, folder / "drawing.log") as portal,
        serving.browsing(folder / "browser") as browser,
    ):
        _times(browser, portal, all_pages()[-1].PAGE.path)
        rows = [
            _row(browser, portal, module.PAGE.path, rounds) for module in all_pages()
        ]
        heads = ["first cold", "new", "warm", "whole cold", "new", "warm"]
        table(["page", *heads], rows)
        peaks = [_peak_mib(pid) for pid in _children(portal.pid)]
    print(f"\nPeak memory of each worker: {', '.join(f'{p:,.0f} MiB' for p in peaks)}.")


def _row(browser: Any, portal: serving.Portal, path: str, rounds: int) -> list[str]:
    visits = [_times(browser, portal, path) for _ in range(rounds)]
    middles = [f"{median(times):.2f}" for times in zip(*visits, strict=True)]
    return [path, *middles]


def _times(browser: Any, portal: serving.Portal, path: str) -> list[float]:
    """First and whole: nothing kept, a new profile, then everything kept."""
    forget(portal.warehouse)
    drawn = []
    for visits in (1, 2):
        context = browser.new_context(
            base_url=portal.url, viewport={"width": 1440, "height": 900}
        )
        context.add_init_script(NOTE_DRAWN)
        tab = context.new_page()
        drawn += [_drawn(tab, path) for _ in range(visits)]
        context.close()
    return [first for first, _ in drawn] + [whole for _, whole in drawn]


def _drawn(tab: Any, path: str) -> tuple[float, float]:
    tab.goto(path, wait_until="commit")
    while not tab.evaluate("() => window.drawnAt"):
        tab.wait_for_timeout(20)
    return tab.evaluate(PAINTED) / 1000, tab.evaluate("() => window.drawnAt") / 1000


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


def _peak_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / KIB_PER_MIB
