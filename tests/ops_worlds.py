"""Random rows of refreshes, checks and page views, and those of the busy world."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.business_worlds import Row, one_of

ENDS = ["published", "nothing_new", "stopped", "failed", "died"]
RULES = ["order_line_is_fresh", "lead_is_fresh", "keys_are_unique"]
PAGES = ["/", "/explore", "/quality"]


def refreshes(n: int, moments: Any, cents: Any) -> st.SearchStrategy[Row]:
    """The nth attempt to refresh, of any length."""
    return moments.flatmap(
        lambda begun: st.fixed_dictionaries(
            {
                "refresh_id": st.just(n),
                "started_at": st.just(begun),
                "finished_at": one_of(None, begun + timedelta(seconds=30)),
                "status": one_of(*ENDS),
                "attempts": one_of(None, 1, 12),
                "rows_in": one_of(None, 0, 50),
                "rows_quarantined": one_of(None, 0, 3),
                "quality_score": one_of(None, 90.0, 99.5),
            }
        )
    )


def checks(n: int, moments: Any, cents: Any) -> st.SearchStrategy[Row]:
    """The nth verdict on a rule."""
    return st.fixed_dictionaries(
        {
            "refresh_id": st.just(n),
            "check_name": one_of(*RULES),
            "severity": one_of("stop", "warn"),
            "table_name": one_of("fct_order_line", "fct_lead"),
            "status": one_of("pass", "warn"),
            "checked_at": moments,
        }
    )


def views(n: int, moments: Any, cents: Any) -> st.SearchStrategy[Row]:
    """The nth page view."""
    return st.fixed_dictionaries(
        {
            "view_id": st.just(f"w{n}"),
            "viewed_at": moments,
            "page": one_of(*PAGES),
            "tier": one_of(0, 1, 2, 3),
            "server_ms": one_of(0.0, 0.4, 12.0, 12.01, 950.5),
        }
    )


FACTS = {"ops_refresh": refreshes, "ops_check": checks, "ops_page_view": views}


def busy_refresh(n: int, at: datetime) -> Row:
    """The nth attempt to refresh of the busy world."""
    return {
        "refresh_id": n,
        "started_at": at,
        "finished_at": [at + timedelta(seconds=n), None][n % 5 // 4],
        "status": ENDS[n % 5],
        "attempts": [None, n][n % 2],
        "rows_in": [n * 10, None][n % 7 // 6],
        "rows_quarantined": [n, None][n % 6 // 5],
        "quality_score": [90.0 + n / 10, None][n % 3 // 2],
    }


def busy_check(n: int, at: datetime) -> Row:
    """The nth verdict of the busy world."""
    return {
        "refresh_id": n,
        "check_name": RULES[n % 3],
        "severity": ["stop", "warn"][n % 2],
        "table_name": ["fct_order_line", "fct_lead"][n % 2],
        "status": ["pass", "warn", "pass"][n % 3],
        "checked_at": at,
    }


def busy_view(n: int, at: datetime) -> Row:
    """The nth page view of the busy world."""
    return {
        "view_id": f"w{n}",
        "viewed_at": at,
        "page": PAGES[n % 3],
        "tier": n % 4,
        "server_ms": n * 1.7,
    }


BUSY = {
    "ops_refresh": busy_refresh,
    "ops_check": busy_check,
    "ops_page_view": busy_view,
}
