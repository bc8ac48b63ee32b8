"""The landing folder of a database source: its rows as parquet files, never changed.

`<landing>/<source>/<edition>/000012.parquet`. New rows are added as further files of
the edition; an edition that no longer says what the database says is replaced by the
next one in one rename. Each file tells in its metadata how far the edition has come, so
there is nothing else to keep in step: what has landed is what is known.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from pipeline.databases.address import SourceError
from pipeline.generations import sync_folder

MARK = b"northstar"
MOST_ROWS = 500_000
BLOCK = 50_000
Row = tuple[str | None, ...]


@dataclass(frozen=True)
class Progress:
    """What a landed file says of its edition, up to and including itself.

    `columns` are those that landed, with the kind that the database declares; `offered`
    are all that it has. `high` is the greatest incremental value so far, `file_high`
    that of the file; `nulls` counts rows without one. `fingerprint` is the sum of the
    digests of all rows.
    """

    columns: dict[str, str]
    offered: list[str]
    edition: int = 1
    kind: str | None = None
    high: str | None = None
    file_high: str | None = None
    nulls: int = 0
    file_nulls: int = 0
    rows: int = 0
    fingerprint: str = "0"


@dataclass
class Landing:
    """One source's folder; `reached` is called at each point, for tests."""

    folder: Path
    reached: Callable[[str], None]

    def edition(self) -> int:
        """The number of the current edition; 0 if nothing has landed."""
        numbers = [
            int(path.name) for path in self.folder.glob("*") if path.name.isdecimal()
        ]
        return max(numbers, default=0)

    def sweep(self) -> None:
        """Remove drafts of reads that were cut short, and editions before the last."""
        current = self.edition()
        for path in self.folder.glob("*"):
            if path.is_dir() and path.name != str(current):
                shutil.rmtree(path)
        for path in self.files():
            if path.name.endswith(".tmp"):
                path.unlink()

    def files(self) -> list[Path]:
        """What lies in the current edition, by name."""
        return sorted((self.folder / str(self.edition())).glob("*.parquet*"))

    def progress(self, path: Path) -> Progress:
        """What a landed file says.

        Raises:
            SourceError: If it cannot be read.
        """
        try:
            metadata = parquet.read_metadata(path).metadata or {}
            return Progress(**json.loads(metadata[MARK]))
        except (OSError, KeyError, ValueError, TypeError, pa.ArrowException) as error:
            raise SourceError(
                f"The landed file {path} cannot be read ({error}). Delete the folder "
                f"{self.folder} to read the table anew."
            ) from error

    def last(self) -> Progress | None:
        """How far the current edition has come."""
        files = self.files()
        return self.progress(files[-1]) if files else None

    def rows_of(self, path: Path, columns: Iterable[str]) -> Iterator[Row]:
        """The rows of a landed file, these columns in this order."""
        wanted = list(columns)
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(BLOCK, columns=wanted):
                yield from zip(
                    *(batch.column(name).to_pylist() for name in wanted), strict=True
                )

    def place(self, edition: int) -> tuple[Path, int]:
        """Where an edition's next file goes: its folder, and the file's number."""
        folder = self.folder / str(edition)
        taken = [int(path.stem) for path in folder.glob("*.parquet")]
        return folder, max(taken, default=0) + 1

    def open_edition(self) -> int:
        """Make the folder of the next edition, under a temporary name."""
        number = self.edition() + 1
        draft = self.folder / f"{number}.tmp"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        sync_folder(self.folder.parent)
        return number

    def publish_edition(self, number: int) -> None:
        """Put a whole edition in the place of the one before, in one step."""
        draft = self.folder / f"{number}.tmp"
        sync_folder(draft)
        self.reached("edition")
        draft.rename(self.folder / str(number))
        sync_folder(self.folder)
        self.sweep()


def digest(row: Row) -> bytes:
    """The digest by which a row is known again."""
    written = repr(row).encode("utf-8", "backslashreplace")
    return hashlib.blake2b(written, digest_size=16).digest()


class FileWriter:
    """One parquet file of text columns, written under a temporary name."""

    def __init__(self, folder: Path, number: int, columns: Iterable[str]) -> None:
        self.final = folder / f"{number:06d}.parquet"
        self.draft = folder / f"{number:06d}.parquet.tmp"
        self.rows = 0
        self._schema = pa.schema([(name, pa.string()) for name in columns])
        self._block: list[Row] = []
        self._writer = parquet.ParquetWriter(
            self.draft, self._schema, compression="zstd", store_schema=True
        )

    def add(self, row: Row) -> None:
        """Write one more row."""
        self._block.append(row)
        self.rows += 1
        if len(self._block) == BLOCK:
            self._flush()

    def _flush(self) -> None:
        columns = list(zip(*self._block, strict=True)) or [()] * len(self._schema)
        arrays = [pa.array(column, pa.string()) for column in columns]
        self._writer.write_table(pa.table(arrays, schema=self._schema))
        self._block.clear()

    def finish(self, progress: Progress) -> None:
        """Write the last rows, and what the file says of its edition."""
        self._flush()
        self._writer.add_key_value_metadata({MARK: json.dumps(asdict(progress))})
        self._writer.close()
        with self.draft.open("rb") as stream:
            os.fsync(stream.fileno())

    def put_in_place(self) -> None:
        """Give the finished file its name."""
        self.draft.rename(self.final)
        sync_folder(self.final.parent)

    def give_up(self) -> None:
        """Leave nothing behind."""
        try:
            self._writer.close()
        finally:
            self.draft.unlink(missing_ok=True)
