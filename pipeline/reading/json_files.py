"""JSON files: records are cut out by us, and read by DuckDB a piece at a time.

DuckDB's own reader either stops at a broken line or takes it as empty; here each
record that is not one object with each key once is named, and the others are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb

from pipeline.line_numbers import Batch, Staged
from pipeline.reading import json_faults, json_sight, json_values
from pipeline.reading.compressed import DamagedError, chunks
from pipeline.reading.json_elements import Elements
from pipeline.reading.json_lines import PIECE, Piece
from pipeline.reading.refused import Refused

if TYPE_CHECKING:
    import pyarrow as pa

# DuckDB gives each thread one such part of a piece after the other.
PART = 4096
TABLE = "json_piece"
# The keys of a record and of all that is in it, outermost first, in one call: each call
# parses the record anew.
KEYED = (
    "select northstar_file, northstar_line, record, "
    f"try(json_keys('[' || record || ']', '$..*')) as keys from {TABLE}"
)
SHAPES = (
    "create or replace temp table json_shape as "
    "select northstar_file, shape, any_value(keys) as keys from "
    f"(select northstar_file, keys, hash(keys) as shape from ({KEYED}) as keyed) "
    "as shaped group by northstar_file, shape"
)
# In doubt are records without keys, and those with one twice in an object.
JUDGED = (
    "select northstar_file, shape, keys[1], coalesce(len(keys[1]) = 0 or "
    "len(list_filter(keys, lambda one: list_unique(one) <> len(one))) > 0, true) "
    "from json_shape"
)
DOUBTFUL = (
    "select northstar_file, northstar_line, record from "
    f"(select *, hash(keys) as shape from ({KEYED}) as keyed) as shaped "
    "semi join json_shape_asked using (northstar_file, shape)"
)
UNREADABLE = "its text cannot be read as JSON, such as half of an escaped character"


def read(connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Append the records of all files to `staged_row`."""
    reader = _Reader(connection, batch)
    for number, one in enumerate(batch.files):
        if not one.flaw:
            reader.add_file(number, one)
    reader.flush()
    reader.finish()


class _Reader:
    """Pieces gathered until they are worth a statement, and what is refused."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
        self.connection = connection
        self.batch = batch
        self.gathered: list[tuple[int, Piece]] = []
        self.size = 0
        self.refused: dict[int, Refused] = {}
        self.keys: dict[int, dict[str, None]] = {}

    def add_file(self, number: int, one: Staged) -> None:
        """Take the records of one more file."""
        how = json_sight.layout_of(one.file.path, one.sight)
        refused = Refused("line" if how == "lines" else "record")
        self.refused[number], self.keys[number] = refused, {}
        pieces = json_sight.pieces(chunks(one.file.path, PIECE), how, PIECE)
        is_large = one.file.size > PIECE
        records = 0
        try:
            for piece in _ahead(iter(pieces)) if is_large else pieces:
                records += len(piece.ends)
                self._add(number, piece)
        except DamagedError as error:
            one.flaw = str(error)
            one.sight = replace(one.sight, lines=records + 1)
        if isinstance(pieces, Elements) and pieces.is_cut_off:
            refused.notice = "The array has no end; the file may be cut off."

    def _add(self, number: int, piece: Piece) -> None:
        """Take one more piece; note what in it is no text."""
        lost = {line: raw for line, _, raw in piece.lost}
        for place, why in piece.faults.items():
            line = piece.first + place
            raw = lost.get(line) or piece.record(place)
            self.refused[number].add(line, why, raw)
        self.gathered.append((number, piece))
        self.size += len(piece.text)
        if self.size >= PIECE:
            self.flush()

    def flush(self) -> None:
        """Read what was gathered."""
        if not self.gathered:
            return
        offered = self._offer()
        self.connection.execute(SHAPES)
        if self._examine():
            offered = self._offer()
        source = json_values.extracted(TABLE, self._spelled())
        values = json_values.select(self.batch.columns, self._spelled())
        given = self.connection.execute(
            "insert into staged_row by name select northstar_file, northstar_line"
            f"{values} from {source} where is_read"
        ).fetchall()[0][0]
        if given < offered:
            # Such as two objects on one line: each has keys, but both are no record.
            left = self.connection.execute(
                f"select northstar_file, northstar_line, record from {source} "
                "where not is_read"
            ).fetchall()
            for number, line, record in left:
                why = json_faults.reason(record, self.batch.wanted) or UNREADABLE
                self.refused[number].add(line, why, record)
        self.connection.unregister(TABLE)
        self.gathered, self.size = [], 0

    def _offer(self) -> int:
        """Give DuckDB the records that have no fault so far; return how many."""
        import pyarrow as pa  # noqa: PLC0415

        tables = [_as_arrow(number, piece) for number, piece in self.gathered]
        table = pa.concat_tables(tables)
        self.connection.register(TABLE, table)
        return int(table.num_rows)

    def _examine(self) -> bool:
        """Look closely at records in doubt; whether some are not to be read."""
        shapes = self.connection.execute(JUDGED).fetchall()
        asked = []
        for number, shape, own, is_doubtful in shapes:
            if is_doubtful or self._is_ambiguous(own):
                asked.append(f"({number}, cast({shape} as ubigint))")
            self.keys[number].update(dict.fromkeys(own or ()))
        if not asked:
            return False
        self.connection.execute(
            "create or replace temp table json_shape_asked as from "
            f"(values {', '.join(asked)}) as asked (northstar_file, shape)"
        )
        doubtful = self.connection.execute(DOUBTFUL).fetchall()
        return sum(self._judge(*one) for one in doubtful) > 0

    def _is_ambiguous(self, own: Sequence[str] | None) -> bool:
        """Whether two keys differ by case only, and a mapping reads one of them."""
        used = [key.lower() for key in own or () if key.lower() in self.batch.wanted]
        return len(set(used)) < len(used)

    def _judge(self, number: int, line: int, record: str) -> bool:
        """Whether a record is not to be read; if so, why is noted."""
        why = json_faults.reason(record, self.batch.wanted)
        if why is None:
            return False
        for owner, piece in self.gathered:
            place = line - piece.first
            if owner == number and 0 <= place < len(piece.ends):
                piece.faults[place] = why
        if record.strip():
            self.refused[number].add(line, why, record)
        return True

    def _spelled(self) -> dict[str, list[str]]:
        """How the columns in use are spelled as keys, in what was gathered."""
        found: dict[str, dict[str, None]] = {}
        for number in {number for number, _ in self.gathered}:
            for key in self.keys[number]:
                found.setdefault(key.lower(), {})[key] = None
        return {
            column: list(found[column])
            for column in self.batch.columns
            if column in found
        }

    def finish(self) -> None:
        """Note what is known of each file once all of it was read."""
        for number, refused in self.refused.items():
            one = self.batch.files[number]
            one.sight = replace(one.sight, columns=tuple(self.keys[number]))
            one.unread = refused.count
            if not one.flaw:
                self.batch.problems += refused.problems(
                    self.batch.mappings, one.file.name
                )


def _ahead(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The same pieces; while one is read, the next one is cut."""
    with ThreadPoolExecutor(1) as cutter:
        cut = cutter.submit(next, pieces, None)
        while (piece := cut.result()) is not None:
            cut = cutter.submit(next, pieces, None)
            yield piece


def _as_arrow(number: int, piece: Piece) -> pa.Table:
    """The records of a piece that have no fault, with file and line."""
    import numpy as np  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    count = len(piece.ends)
    offsets = np.concatenate([[0], piece.ends]).astype(np.int32)
    records = pa.StringArray.from_buffers(
        count, pa.py_buffer(offsets), pa.py_buffer(piece.text)
    )
    lines = pa.array(np.arange(piece.first, piece.first + count))
    if piece.faults:
        good = np.ones(count, bool)
        good[list(piece.faults)] = False
        records, lines = records.filter(pa.array(good)), lines.filter(pa.array(good))
    files = pa.array(np.full(len(records), number))
    whole = pa.table(
        {"northstar_file": files, "northstar_line": lines, "record": records}
    )
    return pa.Table.from_batches(whole.to_batches(PART), whole.schema)
