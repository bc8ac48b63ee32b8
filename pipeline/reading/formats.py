"""Which kind of file a name tells, and what its bytes must not be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

Kind = Literal["csv", "json", "lines", "parquet"]
GZIP = ".gz"
BY_SUFFIX: dict[str, Kind] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".json": "json",
    ".ndjson": "lines",
    ".jsonl": "lines",
    ".parquet": "parquet",
}
BY_HEADER: dict[str, Kind] = {
    "csv": "csv",
    "tsv": "csv",
    "json": "json",
    "jsonl": "lines",
    "ndjson": "lines",
    "parquet": "parquet",
}
UNREADABLE = {".avro", ".db", ".duckdb", ".feather", ".orc", ".sqlite", ".tar", ".xls"}
UNREADABLE |= {".7z", ".bz2", ".tgz", ".xlsx", ".xml", ".xz", ".zip", ".zst"}
# First bytes that no text file has.
MAGIC = {
    b"PAR1": "parquet; name it .parquet",
    b"\x1f\x8b": "compressed; name it .gz",
    b"PK\x03\x04": "a zip archive or a workbook; unpack it or save it as CSV",
    b"\xff\xfe": "UTF-16; save it as UTF-8",
    b"\xfe\xff": "UTF-16; save it as UTF-8",
    b"SQLite format 3": "a database; export its tables as CSV",
}


@dataclass(frozen=True)
class Format:
    """How a file is read. "json" may be an array or lines, "lines" are lines only."""

    kind: Kind
    delimiter: str
    compressed: bool


class FormatError(ValueError):
    """A kind of file that cannot be read; the message says which can."""


def find(name: str, delimiter: str, declared: str = "") -> Format:
    """The format of a file by its name, unless the mapping's header declares one.

    A name that tells nothing is a CSV file.

    Raises:
        FormatError: If the name tells a kind that cannot be read.
    """
    path = PurePath(name.lower())
    compressed = path.suffix == GZIP
    suffix = path.with_suffix("").suffix if compressed else path.suffix
    if suffix in UNREADABLE and not declared:
        raise FormatError(
            f"{suffix} cannot be read; save it as CSV, TSV, JSON, NDJSON or Parquet."
        )
    kind = BY_HEADER[declared] if declared else BY_SUFFIX.get(suffix, "csv")
    if kind == "parquet" and compressed:
        raise FormatError(
            "Parquet is compressed within; unpack the .gz and name it .parquet."
        )
    tabs = declared == "tsv" or (suffix == ".tsv" and not declared)
    return Format(kind, "\t" if tabs and delimiter == "," else delimiter, compressed)


def mistaken(head: bytes) -> str | None:
    """What the first bytes of a text file say that it is instead, if anything."""
    for magic, what in MAGIC.items():
        if head.startswith(magic):
            return f"The file is not text but {what}."
    return None
