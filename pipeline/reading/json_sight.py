"""What the first bytes of a JSON file tell."""

from __future__ import annotations

from pathlib import Path

from pipeline.files import Sight
from pipeline.reading.formats import Format


def look(
    path: Path,  # noqa: ARG001
    format_: Format,
    digest: str,
    prefix_digest: str | None,  # noqa: ARG001
) -> Sight:
    """JSON is not read yet."""
    return Sight(format_, digest, flaw="JSON cannot be read; save it as CSV.")
