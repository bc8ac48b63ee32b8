"""Random rows of deals, marketing and leads, and those of the busy world."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

Row = dict[str, Any]
DEAL_IDS, MEMBERS = ["d0", "d1", "d2", "d3"], ["u1", "u2", "u3"]
MANY = st.integers(0, 6)
DIMENSIONS = {
    "dim_vendor": [{"vendor_id": "v1", "name": "Ada"}, {"vendor_id": "v2"}],
    "dim_campaign": [{"campaign_id": "k1", "name": "Spring"}],
}
STATUSES = ["active", "completed", "expired"]
CHANNELS, CAMPAIGNS = ["search", "email"], ["k1", "k2"]
STAGES = ["new", "won", "lost"]


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value, or none."""
    return st.one_of(st.none(), values)


def one_of(*values: Any) -> st.SearchStrategy[Any]:
    """One of some values."""
    return st.sampled_from(values)


def deals(n: int, moments: Any, cents: Any) -> st.SearchStrategy[Row]:
    """The nth deal, its times in any order."""
    return st.fixed_dictionaries(
        {
            "deal_id": st.just(f"d{n}"),
            "opened_at": moments,
            "closed_at": maybe(moments),
            "product_id": one_of("p1", "p2", None),
            "vendor_id": one_of("v1", "v2", None),
            "member_goal": one_of(1, 2, None),
            "status": one_of(*STATUSES),
            "refund_due_at": maybe(moments),
            "refunded_at": maybe(moments),
        }
    )


def members(n: int, moments: Any, cents: Any) -> st.SearchStrategy[Row]:
    """The nth join: each of another user and group, or deal."""
    return st.fixed_dictionaries(
        {
            "deal_id": st.just(DEAL_IDS[n // 4 % 4]),
            "group_id": st.just(f"g{n // 2 % 2}"),
            "user_id": st.just(MEMBERS[n % 3]),
            "joined_at": moments,
        }
    )


def spend(n: int, moments: Any, cents: Any) -> st.SearchStrategy[Row]:
    """The nth row of spend."""
    return st.fixed_dictionaries(
        {
            "spent_on": moments.map(datetime.date),
            "channel": one_of(*CHANNELS),
            "campaign_id": one_of(*CAMPAIGNS, "none"),
            "impressions": one_of(0, 900, None),
            "clicks": one_of(0, 9, None),
            "spend": cents,
            "fixed": one_of(True, False, None),
        }
    )


def touches(n: int, moments: Any, cents: Any) -> st.SearchStrategy[Row]:
    """The nth touchpoint."""
    return st.fixed_dictionaries(
        {
            "touch_id": st.just(f"t{n}"),
            "touched_at": moments,
            "user_id": one_of(*MEMBERS, "visitor"),
            "channel": one_of(*CHANNELS),
            "campaign_id": one_of(*CAMPAIGNS, None),
            "converted": one_of(True, False, None),
            "value": maybe(cents),
        }
    )


def leads(n: int, moments: Any, cents: Any) -> st.SearchStrategy[Row]:
    """The nth lead."""
    return st.fixed_dictionaries(
        {
            "lead_id": st.just(f"lead{n}"),
            "created_at": moments,
            "source": one_of("fair", None),
            "stage": one_of(*STAGES),
            "value": maybe(cents),
            "industry": one_of("toys", None),
            "company_size": one_of("10-49", None),
        }
    )


FACTS = {
    "fct_group_deal": deals,
    "fct_deal_member": members,
    "fct_marketing_spend": spend,
    "fct_touchpoint": touches,
    "fct_lead": leads,
}


def busy_deal(n: int, at: datetime) -> Row:
    """The nth deal of the busy world."""
    return {
        "deal_id": f"d{n}",
        "opened_at": at,
        "closed_at": [at + timedelta(hours=n), None][n % 4 // 3],
        "product_id": ["p1", "p2", None][n % 3],
        "vendor_id": ["v1", None, "v2"][n % 3],
        "member_goal": n % 3 + 1,
        "status": STATUSES[n % 3],
        "refund_due_at": [None, at + timedelta(hours=5)][n % 3 // 2],
        "refunded_at": [None, at + timedelta(hours=n)][n % 2],
    }


def busy_member(n: int, at: datetime) -> Row:
    """The nth join of the busy world."""
    return {
        "deal_id": f"d{n % 5}",
        "group_id": f"g{n // 5 % 2}",
        "user_id": MEMBERS[n // 10],
        "joined_at": at,
    }


def busy_spend(n: int, at: datetime) -> Row:
    """The nth row of spend of the busy world."""
    return {
        "spent_on": at.date(),
        "channel": CHANNELS[n % 2],
        "campaign_id": [*CAMPAIGNS, "none"][n % 3],
        "impressions": [None, 100 * n][n % 5 > 0],
        "clicks": [None, n][n % 5 > 0],
        "spend": n / 10,
        "fixed": [True, False, None][n % 3],
    }


def busy_touch(n: int, at: datetime) -> Row:
    """The nth touchpoint of the busy world."""
    return {
        "touch_id": f"t{n}",
        "touched_at": at,
        "user_id": [*MEMBERS, "visitor"][n % 4],
        "channel": CHANNELS[n % 2],
        "campaign_id": [*CAMPAIGNS, None][n % 3],
        "converted": [True, False, None][n % 3],
        "value": [n / 4, None][n % 2],
    }


def busy_lead(n: int, at: datetime) -> Row:
    """The nth lead of the busy world."""
    return {
        "lead_id": f"lead{n}",
        "created_at": at,
        "source": ["fair", None][n % 2],
        "stage": STAGES[n % 3],
        "value": [n * 10, None][n % 4 // 3],
        "industry": ["toys", None][n % 2],
        "company_size": ["10-49", None][n // 2 % 2],
    }


BUSY = {
    "fct_group_deal": busy_deal,
    "fct_deal_member": busy_member,
    "fct_marketing_spend": busy_spend,
    "fct_touchpoint": busy_touch,
    "fct_lead": busy_lead,
}
