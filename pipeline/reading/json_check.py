"""Find JSON records that are not one object with each key once, nested not too deep."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from pipeline.quoting import text
from pipeline.reading import json_faults, json_objects
from pipeline.reading.json_lines import DEEPEST, TOO_DEEP, Piece, find_deep
from pipeline.reading.refused import Refused

TABLE = "json_piece"
Gathered = list[tuple[int, Piece]]
# The keys of a record and of all that is in it, outermost first, in one call: each call
# parses the record anew.
EVERYWHERE = "json_keys('[' || record || ']', '$..*')"
KEYED = f"select northstar_file, northstar_line, record, {{}} as keys from {TABLE}"
SHAPES = (
    "create or replace temp table json_shape as "
    "select northstar_file, shape, any_value(keys) as keys, count(*) as records from "
    f"(select northstar_file, keys, hash(keys) as shape from ({KEYED}) as keyed) "
    "as shaped group by northstar_file, shape"
)
OBJECTS = (
    "select coalesce(sum(records * len(list_filter(keys, lambda one: one is not null)))"
    ", 0) from json_shape"
)
# In doubt are records without keys, and those with one twice in an object.
JUDGED = (
    "select northstar_file, shape, keys[1], len(keys), coalesce(len(keys[1]) = 0 or "
    "len(list_filter(keys, lambda one: list_unique(one) <> len(one))) > 0, true) "
    "from json_shape"
)
DOUBTFUL = (
    "select northstar_file, northstar_line, record from "
    f"(select *, hash(keys) as shape from ({KEYED}) as keyed) as shaped "
    "semi join json_shape_asked using (northstar_file, shape)"
)


class Check:
    """Looks at the records of pieces; knows what was refused, and which keys stand.

    Both are by the number of the file.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, wanted: frozenset[str]
    ) -> None:
        self.connection = connection
        self.wanted = wanted
        self.gathered: Gathered = []
        self.refused: dict[int, Refused] = {}
        self.keys: dict[int, dict[str, None]] = {}
        self.paths: tuple[str, ...] = (json_objects.ROOT,)

    def examine(self, gathered: Gathered) -> bool:
        """Look closely at records in doubt; whether some are not to be read."""
        self.gathered = gathered
        keys = self._take_shapes()
        shapes = self.connection.execute(JUDGED).fetchall()
        asked, found = [], False
        if any((values or 0) > DEEPEST for _, _, _, values, _ in shapes):
            found = self._find_deep()
        for number, shape, own, _, is_doubtful in shapes:
            if is_doubtful or self._is_ambiguous(own):
                asked.append(f"({number}, cast({shape} as ubigint))")
            self.keys[number].update(dict.fromkeys(own or ()))
        if not asked:
            return found
        self.connection.execute(
            "create or replace temp table json_shape_asked as from "
            f"(values {', '.join(asked)}) as asked (northstar_file, shape)"
        )
        doubtful = self.connection.execute(DOUBTFUL.format(keys))
        while some := doubtful.fetchmany(10_000):
            found = sum(self._judge(*one) for one in some) > 0 or found
        return found

    def _take_shapes(self) -> str:
        """Tell records apart by their keys; return how the keys were found.

        Looking where objects stood before takes half as long as looking everywhere.
        That suffices where it finds as many as there are braces.
        """
        pieces = [piece for _, piece in self.gathered]
        most = json_objects.at_most(pieces)
        try:
            if most is not None:
                self.connection.execute(SHAPES.format(self._at_paths()))
                if self.connection.execute(OBJECTS).fetchall() == [(most,)]:
                    return self._at_paths()
            self.paths = json_objects.more_paths(self.paths, pieces)
            self.connection.execute(SHAPES.format(EVERYWHERE))
        except duckdb.Error:
            # This goes on after a record that is not JSON, but takes longer.
            self.connection.execute(SHAPES.format(f"try({EVERYWHERE})"))
            return f"try({EVERYWHERE})"
        return EVERYWHERE

    def _at_paths(self) -> str:
        """The keys of the objects that stand where some stood before."""
        return f"json_keys(record, [{', '.join(map(text, self.paths))}])"

    def _find_deep(self) -> bool:
        """Refuse the records that are nested too deep; whether there are any."""
        found = False
        for number, piece in self.gathered:
            for place in find_deep(piece):
                self.refused[number].add(
                    piece.first + place, TOO_DEEP, piece.record(place)
                )
                found = True
        return found

    def _is_ambiguous(self, own: Sequence[str] | None) -> bool:
        """Whether two keys differ by case only, and a mapping reads one of them."""
        used = [key.lower() for key in own or () if key.lower() in self.wanted]
        return len(set(used)) < len(used)

    def _judge(self, number: int, line: int, record: str) -> bool:
        """Whether a record is not to be read; if so, why is noted."""
        owner, place = next(
            (one, line - one.first)
            for of, one in self.gathered
            if of == number and 0 <= line - one.first < len(one.ends)
        )
        if place in owner.faults:
            return True
        why = json_faults.reason(record, self.wanted)
        if why is None:
            return False
        owner.faults[place] = why
        if record.strip():
            self.refused[number].add(line, why, record)
        return True
