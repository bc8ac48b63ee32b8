"""What the tiny warehouse knows of itself, and the moments and texts of both."""

from __future__ import annotations

from datetime import datetime

HOSTILE = "O'Neil; drop table dim_user; --"
MARKUP = "<script>alert(1)</script> % :start {x} \\"


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, 1, day, hour, minute)


REFRESHES = [
    {
        "refresh_id": 1,
        "started_at": at(15, 8),
        "finished_at": at(15, 8, 15),
        "generation": 1,
        "rows_in": 22,
        "rows_loaded": 20,
        "rows_filtered": 1,
        "rows_quarantined": 1,
        "quality_score": 95.5,
        "late_hours": 72,
    },
    {"refresh_id": 2, "started_at": at(16, 8), "status": "failed", "message": MARKUP},
]
STEPS = [
    {"refresh_id": 1, "step_number": 1, "step": "copy", "seconds": 0.5},
    {"refresh_id": 1, "step_number": 2, "step": "load:orders", "rows_in": 22},
    {"refresh_id": 2, "step_number": 1, "step": "copy", "status": "failed"},
]
CHECKS = [
    {
        "refresh_id": 1,
        "check_name": "unique_keys",
        "title": "Keys are unique",
        "checked_at": at(15, 8, 14),
    },
    {
        "refresh_id": 1,
        "check_name": "known_products",
        "checked_at": at(15, 8, 14),
        "title": "Products are known",
        "status": "warn",
        "offending_rows": 1,
        "checked_rows": 9,
        "sample": '[{"product_id": "p9"}]',
    },
]
QUARANTINE = [
    {
        "refresh_id": 1,
        "problem_number": 1,
        "mapping": "orders.sql",
        "table_name": "fct_order_line",
        "file_name": "orders.csv",
        "line_number": 7,
        "reason": "quantity is 'many'; expected a whole number; correct the line",
        "raw": HOSTILE,
    },
    {
        "refresh_id": 2,
        "problem_number": 1,
        "mapping": "orders.sql",
        "scope": "file",
        "row_count": 0,
        "reason": "the file is empty",
    },
]
LINEAGE = [
    {
        "definition": "orders.sql",
        "kind": "mapping",
        "source": "*.csv",
        "source_column": "at",
        "table_name": "fct_order_line",
        "column_name": "ordered_at",
    },
]
SCORES = [
    {
        "refresh_id": 1,
        "table_name": "fct_order_line",
        "row_count": 9,
        "score": 88.9,
        "weight": 3,
        "checks": 9,
        "checks_failing": 1,
        "first_on": at(5).date(),
        "last_on": at(14).date(),
        "fresh_hours": 72,
    },
]
RESTATED = [
    {
        "refresh_id": 1,
        "table_name": "fct_order_line",
        "day_on": at(6).date(),
        "rows_before": 1,
        "rows_after": 2,
        "measure": "amount",
        "total_before": 30.0,
        "total_after": 41.5,
    },
]
CHANGES = [
    {
        "refresh_id": 1,
        "change_number": 1,
        "mapping": "orders.sql",
        "table_name": "fct_order_line",
        "column_name": "country",
        "step": "country",
        "about": "Countries by their standard names",
        "rows_seen": 9,
        "rows_changed": 4,
        "example": HOSTILE,
    },
]
VIEWS = [
    {"view_id": "a", "viewed_at": at(15, 9), "page": "/", "tier": 0, "server_ms": 8.2},
    {"view_id": "b", "viewed_at": at(15, 9, 1), "page": "/rows", "tier": 2},
    {"view_id": "c", "viewed_at": at(16, 9), "page": "/", "tier": 0, "server_ms": 31},
]
PROBLEMS = [
    {
        "problem_id": "p1",
        "reported_at": at(15, 10),
        "page": "/proof?of=metric%3Aorders",
        "metric": "orders",
        "text": "Too low.",
        "state": "open",
    },
    {
        "problem_id": "p2",
        "reported_at": at(15, 11),
        "page": "/proof?of=metric%3Arevenue",
        "metric": "revenue",
        "text": MARKUP,
        "state": "closed",
        "closed_at": at(16, 10),
        "note": MARKUP,
    },
]
