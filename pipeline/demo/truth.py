"""Read truth.toml: what the generator plants and what must be found again."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[2] / "companies" / "demo" / "truth.toml"
NEEDED = (
    "campaign",
    "channels",
    "deals",
    "events",
    "experiments",
    "feed",
    "flash_mob",
    "growth",
    "incident",
    "kinds",
    "leads",
    "messenger",
    "novelty",
    "outage",
    "paths",
    "period",
    "profile",
    "purchases",
    "rhythm",
    "rows",
    "spend",
)


class TruthError(ValueError):
    """A truth that cannot be planted; the message says what is missing."""


def read(path: Path = FILE) -> dict[str, Any]:
    """The truths by section.

    Raises:
        TruthError: If the file is missing, is not TOML or lacks a section.
    """
    try:
        truth = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TruthError(
            f"There is no file {path}; the demo company is written from it. "
            "Take it from the checkout, or name another with --truth."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TruthError(f"{path} is not TOML: {error}.") from error
    missing = [name for name in NEEDED if not isinstance(truth.get(name), dict)]
    if missing:
        raise TruthError(
            f"{path} lacks {', '.join(f'[{name}]' for name in missing)}; add it as "
            f"{FILE} has it."
        )
    return truth
