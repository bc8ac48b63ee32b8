"""A grid that asks for rows as it is scrolled, with the exact number of them."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
import pandas as pd

from portal.company import Company
from portal.selections.rows import Selection

BLOCK = 100
HEIGHT = "62vh"
MONEY = {"unit_price", "discount", "amount", "refunded_amount", "value"}
NUMBERS = {"quantity", "latency_ms", *MONEY}
WIDE = {"product_name": 260, "ordered_at": 165, "occurred_at": 165}
USUAL = 130
CENTS = 2
TOLERANCE = 1e-6


def row_grid(id: str, selection: Selection, company: Company) -> dag.AgGrid:  # noqa: A002
    """The grid; a callback answers its `getRowsRequest`."""
    ordered = dict(selection.order_by)
    columns = [
        {
            "field": name,
            "headerName": f"{title}, {company.currency}" if name in MONEY else title,
            "width": WIDE.get(name, USUAL),
            **({"type": "rightAligned"} if name in NUMBERS else {}),
            **({"sort": ordered[name]} if name in ordered else {}),
        }
        for name, title in selection.table.titles.items()
    ]
    return dag.AgGrid(
        id=id,
        columnDefs=columns,
        defaultColDef={"sortable": True, "filter": False, "resizable": True},
        rowModelType="infinite",
        dashGridOptions={
            "cacheBlockSize": BLOCK,
            "maxBlocksInCache": 20,
            "rowHeight": 32,
            "headerHeight": 36,
            "suppressFieldDotNotation": True,
            "enableCellTextSelection": True,
            "ensureDomOrder": True,
            "suppressMultiSort": True,
        },
        style={"height": HEIGHT},
        className="ag-theme-quartz grid-rows",
    )


def as_cells(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as texts: every digit of amounts, times to the second."""
    shown = {name: [_cell(name, value) for value in rows[name]] for name in rows}
    return [
        dict(zip(shown, row, strict=True)) for row in zip(*shown.values(), strict=True)
    ]


def _cell(name: str, value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if name in MONEY:
        whole_cents = abs(round(value, CENTS) - value) < TOLERANCE
        digits = CENTS if whole_cents else 2 * CENTS
        return f"{value:,.{digits}f}"
    return f"{value:,.0f}" if name in NUMBERS else str(value)
