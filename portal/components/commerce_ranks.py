"""Which products and countries the commerce page ranks."""

from __future__ import annotations

from dash import html

from portal.components.bar_table import Bars, bar_table
from portal.components.cards import card
from portal.components.commerce_cards import Asked
from portal.components.links import explore_link, links

MOST_ROWS = 12


def products(asked: Asked) -> html.Section:
    """The products with the highest revenue, and how many more there are."""
    query, filters = "commerce/products", asked.filters
    top = asked.snapshot.rows(
        query, filters, order_by=[("revenue", "desc")], limit=MOST_ROWS, **asked.days
    )
    all_of_them = asked.snapshot.count(query, filters, **asked.days)
    words = f"The {len(top)} products with the highest revenue of {all_of_them:,} sold"
    question = {"metric": "revenue", "by": "product", "grain": "all", "chart": "table"}
    return card(
        f"Top products by revenue, {asked.company.currency}",
        bar_table(
            top,
            Bars(
                "product_name",
                "Product",
                "revenue",
                "Revenue",
                asked.money,
                lambda row: asked.only(
                    "product_id", row["product_id"], row["product_name"]
                ),
            ),
            {
                "units_sold": ("Units", lambda value: f"{value:,}"),
                "refunds_total": ("Refunds", asked.money),
            },
            caption=words,
        ),
        note=f"{words}. " if all_of_them > len(top) else None,
        head=links(explore_link(question | asked.state, "All of them"), asked.rows()),
    )


def countries(asked: Asked) -> html.Section:
    """The countries with the highest revenue, and how many more there are."""
    found = asked.snapshot.measure(
        ["revenue", "orders", "customers"],
        **asked.days,
        by="country",
        where=asked.filters,
    ).sort_values(["revenue", "segment"], ascending=[False, True])
    top = found.head(MOST_ROWS)
    words = f"The {len(top)} countries with the highest revenue of {len(found):,}"
    question = {"metric": "revenue", "by": "country", "grain": "all", "chart": "table"}
    return card(
        f"Countries by revenue, {asked.company.currency}",
        bar_table(
            top,
            Bars(
                "segment",
                "Country",
                "revenue",
                "Revenue",
                asked.money,
                lambda row: asked.only("country", row["segment"], row["segment"]),
            ),
            {
                "orders": ("Orders", lambda value: f"{value:,.0f}"),
                "customers": ("Customers", lambda value: f"{value:,.0f}"),
            },
            caption=words,
        ),
        note=f"{words}." if len(found) > len(top) else None,
        head=links(explore_link(question | asked.state, "All of them"), asked.rows()),
    )
