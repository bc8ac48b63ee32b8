"""The files that readers take away: rows and explored metrics, streamed.

A plain CSV holds the table alone, so that every program reads it; its name states the
days, the filters, the number of rows and the age of the data. The CSV "with notes"
says the same in lines that begin with "#" above the table, for people; a workbook has
a sheet "About". An address that cannot be answered exactly as it stands is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from urllib.parse import quote

import pyarrow as pa
from flask import Flask, Response, request

from portal.address import Field
from portal.exports import csv_file, xlsx_file
from portal.exports.about import About
from portal.page import Context
from portal.selections import explore, rows
from queries import catalog
from queries.readers import NoWarehouse, StaleGeneration
from queries.snapshot import Snapshot

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OF_THE_FILE = {"generation", "notes"}
REFUSED, GONE, NOT_READY = 400, 410, 503


def register(server: Flask, context: Context) -> None:
    """Add the routes under /download to the server."""
    routes: dict[str, Callable[[Context, Snapshot], Response]] = {
        "rows.csv": rows_csv,
        "rows.xlsx": rows_xlsx,
        "explore.csv": explore_csv,
    }
    for name, answer in routes.items():
        server.add_url_rule(
            f"/download/{name}", f"download-{name}", partial(_answer, context, answer)
        )


def _answer(
    context: Context, answer: Callable[[Context, Snapshot], Response]
) -> Response:
    """Answer from the generation that the address names, or say why not."""
    asked = request.args.get("generation", "")
    try:
        if asked and not asked.isdecimal():
            raise ValueError(f"generation is {asked!r}; it must be a whole number.")
        generation = int(asked) if asked else None
        return answer(context, context.warehouse.snapshot(generation))
    except StaleGeneration as error:
        return _refused(str(error), GONE)
    except NoWarehouse as error:
        return _refused(str(error), NOT_READY)
    except ValueError as error:
        return _refused(str(error), REFUSED)


def rows_csv(context: Context, snapshot: Snapshot) -> Response:
    """All rows of a selection as CSV, sent while they are read."""
    selection, about, batches = _rows(context, snapshot)
    columns = catalog.load(selection.table.query).columns
    notes = request.args.get("notes") == "1"
    body = csv_file.stream(batches, columns, about, notes=notes)
    return _file(body, CSV, about.file_name("csv"))


def rows_xlsx(context: Context, snapshot: Snapshot) -> Response:
    """All rows of a selection as a workbook, sent while they are read."""
    selection, about, batches = _rows(context, snapshot)
    columns = list(catalog.load(selection.table.query).columns)
    return _file(
        xlsx_file.stream(batches, columns, about), XLSX, about.file_name("xlsx")
    )


def explore_csv(context: Context, snapshot: Snapshot) -> Response:
    """Every segment and period of an explored metric as CSV."""
    coverage = snapshot.measurable()
    question = explore.read(request.args.to_dict(flat=False), coverage)
    _exactly(question.problems, explore.fields(question.metric, coverage))
    frame = explore.answer(snapshot, question)
    batch = pa.RecordBatch.from_pandas(frame, preserve_index=False)
    about = About(
        what=question.words,
        company=context.company.name,
        start=question.start,
        end=question.end,
        filters=question.where,
        row_count=len(frame),
        generation=snapshot.generation,
        published_at=snapshot.published_at,
        remarks=(question.metric.about,),
    )
    notes = request.args.get("notes") == "1"
    body = csv_file.stream([batch], frame.columns, about, notes=notes)
    return _file(body, CSV, about.file_name("csv"))


def _rows(
    context: Context, snapshot: Snapshot
) -> tuple[rows.Selection, About, Iterator[pa.RecordBatch]]:
    coverage = snapshot.coverage()
    selection = rows.read(request.args.to_dict(flat=False), coverage)
    _exactly(selection.problems, rows.fields(selection.table, coverage))
    query = catalog.load(selection.table.query)
    about = About(
        what=selection.table.title,
        company=context.company.name,
        start=selection.start,
        end=selection.end,
        filters=selection.filters,
        row_count=snapshot.count(query.name, selection.filters, **selection.params),
        generation=snapshot.generation,
        published_at=snapshot.published_at,
        units=query.columns,
        remarks=(query.about,),
    )
    batches = snapshot.batches(
        query.name,
        selection.filters,
        order_by=selection.order_by,
        **selection.params,
    )
    return selection, about, batches


def _exactly(problems: Iterable[str], fields: Iterable[Field]) -> None:
    """A file is never of something else than was asked for.

    Raises:
        ValueError: If the address says anything that cannot be, or is not known.
    """
    known = {field.name for field in fields} | OF_THE_FILE
    found = [
        *problems,
        *(
            f'The address says "{name}", which is not known here; it may say '
            f"{', '.join(sorted(known))}."
            for name in request.args
            if name not in known
        ),
    ]
    if found:
        raise ValueError(" ".join(found))


def _file(body: Iterable[bytes], kind: str, name: str) -> Response:
    disposition = f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(name)}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return Response(body, content_type=kind, headers=headers)


def _refused(reason: str, status: int) -> Response:
    return Response(f"{reason}\n", status, content_type="text/plain; charset=utf-8")
