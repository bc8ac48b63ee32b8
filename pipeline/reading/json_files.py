"""JSON files: records are cut out by us, and read by DuckDB a piece at a time.

DuckDB's own reader either stops at a broken line or takes it as empty; here each
record that is not one object with each key once is named, and the others are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb

from pipeline.line_numbers import Batch, Staged
from pipeline.reading import json_faults, json_sight, json_values
from pipeline.reading.compressed import DamagedError, chunks
from pipeline.reading.json_check import TABLE, Check, Gathered
from pipeline.reading.json_elements import Elements
from pipeline.reading.json_lines import PIECE, Piece
from pipeline.reading.refused import Refused

if TYPE_CHECKING:
    import pyarrow as pa

# DuckDB gives each thread one such part of a piece after the other.
PART = 4096
# As many as DuckDB keeps together: fewer would be copied once more.
ROWS_AT_ONCE = 122_880
MOST_WAITING = 4
# Shorter records that begin with a space or an end of line are nothing but that.
SHORTEST_BLANK = 2
UNREADABLE = "its text cannot be read as JSON, such as half of an escaped character"


def read(connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Append the records of all files to `staged_row`."""
    reader = _Reader(connection, batch)
    for number, one in enumerate(batch.files):
        if not one.flaw:
            reader.add_file(number, one)
    reader.check()
    reader.insert()
    reader.finish()


class _Reader:
    """Pieces gathered until they are worth a statement, and what is refused."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
        self.connection = connection
        self.batch = batch
        self.gathered: Gathered = []
        self.size = 0
        self.checked: list[pa.Table] = []
        self.checker = Check(connection, batch.wanted)
        self.refused, self.keys = self.checker.refused, self.checker.keys

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
            self.check()

    def check(self) -> None:
        """Look for keys that stand twice in what was gathered; keep what is good."""
        if not self.gathered:
            return
        offered = self._offer()
        if self.checker.examine(self.gathered):
            offered = self._offer()
        self.checked.append(offered)
        self.gathered, self.size = [], 0
        rows = sum(one.num_rows for one in self.checked)
        if rows >= ROWS_AT_ONCE or len(self.checked) == MOST_WAITING:
            self.insert()

    def insert(self) -> None:
        """Append what was checked to `staged_row`."""
        import pyarrow as pa  # noqa: PLC0415

        if not self.checked:
            return
        self.connection.register(TABLE, pa.concat_tables(self.checked))
        spelled = self._spelled()
        try:
            self._append(TABLE, spelled)
        except duckdb.Error:
            self._refuse_unread(json_values.is_read(spelled))
            self._append("json_good", spelled)
        self.connection.unregister(TABLE)
        self.checked = []

    def _append(self, table: str, spelled: Mapping[str, Sequence[str]]) -> None:
        """Append the values of records to `staged_row`."""
        values = json_values.select(self.batch.columns, spelled)
        self.connection.execute(
            "insert into staged_row by name select northstar_file, northstar_line"
            f"{values} from {json_values.extracted(table, spelled)}"
        )

    def _refuse_unread(self, condition: str) -> None:
        """Note the records that have keys and are none, such as two on one line."""
        left = self.connection.execute(
            f"select northstar_file, northstar_line, record from {TABLE} "
            f"where not ({condition})"
        ).fetchall()
        for number, line, record in left:
            why = json_faults.reason(record, self.batch.wanted) or UNREADABLE
            self.refused[number].add(line, why, record)
        self.connection.execute(
            f"create or replace temp table json_good as from {TABLE} where {condition}"
        )

    def _offer(self) -> pa.Table:
        """Give DuckDB the records that have no fault so far."""
        import pyarrow as pa  # noqa: PLC0415

        tables = [_as_arrow(number, piece) for number, piece in self.gathered]
        table = pa.concat_tables(tables)
        self.connection.register(TABLE, table)
        return table

    def _spelled(self) -> dict[str, list[str]]:
        """How the columns in use are spelled as keys, in files so far."""
        found: dict[str, dict[str, None]] = {}
        for keys in self.keys.values():
            for key in keys:
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
    starts, codes = offsets[:-1], np.frombuffer(piece.text, np.uint8)
    good = (piece.ends - starts > SHORTEST_BLANK) | (codes[starts] > ord(" "))
    good[list(piece.faults)] = False
    if not good.all():
        records, lines = records.filter(pa.array(good)), lines.filter(pa.array(good))
    files = pa.array(np.full(len(records), number))
    whole = pa.table(
        {"northstar_file": files, "northstar_line": lines, "record": records}
    )
    return pa.Table.from_batches(whole.to_batches(PART), whole.schema)
