"""The metrics of deals, marketing, leads, operations and portal, from their words."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from math import ceil

from tests.plain_rows import Formula, Rows, counted, distinct, of, share, total


def _selling(deals: Rows) -> int:
    return sum(bool(deal["orders"]) for deal in deals)


def _converted(deals: Rows) -> int:
    return sum(bool(deal["kept_orders"]) for deal in deals)


def _closed(deals: Rows) -> int:
    return counted(deals, status="completed") + counted(deals, status="expired")


def _timed(deals: Rows) -> Rows:
    return [deal for deal in deals if deal["seconds"] is not None]


def _due(deals: Rows) -> int:
    return sum(deal["refund_due_at"] is not None for deal in deals)


DEALS: dict[str, Formula] = {
    "deals": lambda deals, _: len(deals),
    "deals_with_sales": lambda deals, _: _selling(deals),
    "converted_deals": lambda deals, _: _converted(deals),
    "deal_conversion": lambda deals, _: share(_converted(deals), len(deals), 100),
    "deal_revenue": lambda deals, _: total(deals, "revenue"),
    "revenue_per_deal": lambda deals, _: share(
        total(deals, "revenue"), _selling(deals)
    ),
    "completed_deals": lambda deals, _: counted(deals, status="completed"),
    "closed_deals": lambda deals, _: _closed(deals),
    "deal_completion": lambda deals, _: share(
        counted(deals, status="completed"), _closed(deals), 100
    ),
    "fill_time": lambda deals, _: total(_timed(deals), "seconds"),
    "timed_deals": lambda deals, _: len(_timed(deals)),
    "time_to_fill": lambda deals, _: share(
        total(_timed(deals), "seconds"), len(_timed(deals))
    ),
    "deal_refunds": lambda deals, _: _due(deals),
    "overdue_refunds": lambda deals, _: counted(deals, overdue=True),
    "overdue_refund_rate": lambda deals, _: share(
        counted(deals, overdue=True), _due(deals), 100
    ),
}


def _teams(joins: Rows) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for join in joins:
        found[join["deal_id"], join["group_id"]].add(join["user_id"])
    return found


def _sizes(joins: Rows, _: date) -> int:
    return sum(map(len, _teams(joins).values()))


def _filled(joins: Rows, _: date) -> int:
    goals = {join["deal_id"]: join["goal"] for join in joins}
    return sum(
        goals[deal] is not None and len(team) >= goals[deal]
        for (deal, _), team in _teams(joins).items()
    )


GROUPS: dict[str, Formula] = {
    "groups": lambda joins, _: len(_teams(joins)),
    "group_members": _sizes,
    "group_size": lambda joins, since: share(_sizes(joins, since), len(_teams(joins))),
    "filled_groups": _filled,
    "group_fill_rate": lambda joins, since: share(
        _filled(joins, since), len(_teams(joins)), 100
    ),
}
MEMBERS: dict[str, Formula] = {
    "deal_joins": lambda joins, _: len(joins),
    "deal_members": lambda joins, _: distinct(joins, "user_id"),
    "joins_per_member": lambda joins, _: share(len(joins), distinct(joins, "user_id")),
}


def _ratio(top: str, bottom: str, times: float = 1) -> Formula:
    return lambda rows, _: share(total(rows, top), total(rows, bottom), times)


MARKETING: dict[str, Formula] = {
    "spend": lambda rows, _: total(rows, "spend"),
    "fixed_spend": lambda rows, _: total(of(rows, fixed=True), "spend"),
    "impressions": lambda rows, _: total(rows, "impressions"),
    "ad_clicks": lambda rows, _: total(rows, "clicks"),
    "ad_click_rate": _ratio("clicks", "impressions", 100),
    "cost_per_click": _ratio("spend", "clicks"),
    "cost_per_mille": _ratio("spend", "impressions", 1000),
}
TOUCHES: dict[str, Formula] = {
    "touches": lambda rows, _: len(rows),
    "touched_users": lambda rows, _: distinct(rows, "user_id"),
    "conversions": lambda rows, _: counted(rows, converted=True),
    "conversion_rate": lambda rows, _: share(
        counted(rows, converted=True), len(rows), 100
    ),
    "conversion_value": lambda rows, _: total(of(rows, converted=True), "value"),
}


def _decided(leads: Rows) -> int:
    return counted(leads, stage="won") + counted(leads, stage="lost")


LEADS: dict[str, Formula] = {
    "leads": lambda leads, _: len(leads),
    "decided_leads": lambda leads, _: _decided(leads),
    "won_leads": lambda leads, _: counted(leads, stage="won"),
    "win_rate": lambda leads, _: share(
        counted(leads, stage="won"), _decided(leads), 100
    ),
    "won_value": lambda leads, _: total(of(leads, stage="won"), "value"),
}


def _attempts(runs: Rows, *ends: str) -> int:
    chosen = [run for run in runs if run["status"] in ends or not ends]
    return sum(1 if run["attempts"] is None else run["attempts"] for run in chosen)


def _good(runs: Rows) -> int:
    return _attempts(runs, "published", "nothing_new")


def _mean_published(runs: Rows, column: str) -> float | None:
    known = [run for run in of(runs, status="published") if run[column] is not None]
    return share(total(known, column), len(known))


REFRESHES: dict[str, Formula] = {
    "refreshes": lambda runs, _: _attempts(runs),
    "good_refreshes": lambda runs, _: _good(runs),
    "pipeline_success": lambda runs, _: share(_good(runs), _attempts(runs), 100),
    "refresh_time": lambda runs, _: _mean_published(runs, "seconds"),
    "quality_score": lambda runs, _: _mean_published(runs, "quality_score"),
    "rows_read": lambda runs, _: total(runs, "rows_in"),
    "rows_put_aside": lambda runs, _: total(runs, "rows_quarantined"),
    "quarantine_rate": _ratio("rows_quarantined", "rows_in", 100),
}


def _fresh(rows: Rows) -> Rows:
    return [row for row in rows if row["check_name"].endswith("_is_fresh")]


CHECKS: dict[str, Formula] = {
    "checks_run": lambda rows, _: len(rows),
    "checks_passed": lambda rows, _: counted(rows, status="pass"),
    "checks_passed_share": lambda rows, _: share(
        counted(rows, status="pass"), len(rows), 100
    ),
    "freshness_checks": lambda rows, _: len(_fresh(rows)),
    "fresh_tables": lambda rows, _: counted(_fresh(rows), status="pass"),
    "freshness": lambda rows, _: share(
        counted(_fresh(rows), status="pass"), len(_fresh(rows)), 100
    ),
}


def _load(rows: Rows, percent: int) -> int | None:
    """The first time with so many of 100 at or below it, in whole milliseconds."""
    ordered = sorted(ceil(row["server_ms"]) for row in rows)
    return ordered[-(-len(ordered) * percent // 100) - 1] if ordered else None


VIEWS: dict[str, Formula] = {
    "page_views": lambda rows, _: len(rows),
    "page_load_p50": lambda rows, _: _load(rows, 50),
    "page_load_p95": lambda rows, _: _load(rows, 95),
}
PORTAL_DAYS: dict[str, Formula] = {
    "portal_days": lambda days, _: len(days),
    "days_read": lambda days, _: counted(days, read=True),
    "portal_adoption": lambda days, _: share(counted(days, read=True), len(days), 100),
}
BUSINESS = {
    "deals": DEALS,
    "groups": GROUPS,
    "joins": MEMBERS,
    "spend": MARKETING,
    "touches": TOUCHES,
    "leads": LEADS,
    "refreshes": REFRESHES,
    "checks": CHECKS,
    "views": VIEWS,
    "portal_days": PORTAL_DAYS,
}
BUSINESS_ACROSS = {
    "participation_rate": ("deal_members", "users", 100),
    "cost_per_new_user": ("spend", "new_users", 1),
    "customer_acquisition_cost": ("spend", "new_customers", 1),
    "cost_per_conversion": ("spend", "conversions", 1),
    "return_on_ad_spend": ("conversion_value", "spend", 1),
}
