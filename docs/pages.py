"""The README's table of pages, written from what the pages say of themselves."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from portal.page import TIERS, Page
from portal.pages import all_pages

README = Path(__file__).resolve().parent.parent / "README.md"
START, END = "<!-- pages: `make pages` writes this table -->", "<!-- end of pages -->"


def table(pages: Sequence[Page]) -> str:
    """One row a page, in the order of the rail: tier by tier."""
    rows = [
        f"| `{page.path}` | {page.title} | {TIERS[page.tier]} | {page.question} |"
        for page in sorted(pages, key=lambda page: page.tier)
    ]
    head = "| Page | Title | For | Question it answers |\n|---|---|---|---|\n"
    return head + "\n".join(rows)


def written(text: str) -> str:
    """The table as the README's text has it now."""
    return text.partition(START)[2].partition(END)[0].strip()


def renewed(text: str, pages: Sequence[Page]) -> str:
    """The README's text with its table written anew."""
    before, _, rest = text.partition(START)
    after = rest.partition(END)[2]
    return f"{before}{START}\n{table(pages)}\n{END}{after}"


def main() -> None:
    """Write the table into the README."""
    text = README.read_text(encoding="utf-8")
    pages = [module.PAGE for module in all_pages()]
    README.write_text(renewed(text, pages), encoding="utf-8")
    sys.stdout.write(f"README.md: {len(pages)} pages.\n")


if __name__ == "__main__":
    main()
