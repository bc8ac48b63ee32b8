"""Wrong names: say what is there, and what was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

SHOWN = 12


def unknown(kind: str, given: str, known: Iterable[str], remedy: str) -> ValueError:
    """An error for a name that nothing bears: what was given, meant, and on offer."""
    return ValueError(f"There is no {kind} {given!r}: {hint(given, known)} {remedy}")


def hint(given: str, known: Iterable[str]) -> str:
    """What was probably meant, or else a list of what there is; ends the sentence."""
    offered = sorted(known)
    close = difflib.get_close_matches(given, offered, n=2, cutoff=0.6)
    if close:
        return f"did you mean {' or '.join(repr(name) for name in close)}?"
    more = f" and {len(offered) - SHOWN} more" if len(offered) > SHOWN else ""
    return f"there is {', '.join(offered[:SHOWN]) or 'none'}{more}."
