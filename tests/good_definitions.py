"""Three metrics whose definitions are whole, for tests that make them wrong."""

from __future__ import annotations

from queries.definition_checks import checked
from queries.definition_files import read_all

TABLES = {
    "fct_order_line": {"ordered_on", "user_id", "amount", "order_id"},
    "dim_user": {"user_id", "country"},
}
GOOD = """
[source]
table   = "fct_order_line"
alias   = "line"
time    = "line.ordered_on"
subject = "commerce"
[source.joins]
person = "left join dim_user as person on line.user_id = person.user_id"
[dimensions.country]
title = "Country"
sql   = "coalesce(person.country, 'unknown')"
[metrics.sales]
title  = "Sales"
about  = "All of it."
owner  = "finance-analytics"
tier   = 0
level  = "outcome"
unit   = "currency"
better = "higher"
value  = "sum(line.amount)"
[metrics.orders]
title  = "Orders"
about  = "Distinct."
owner  = "finance-analytics"
tier   = 0
level  = "north star"
unit   = "orders"
better = "higher"
value  = "count(distinct line.order_id)"
[metrics.basket]
title  = "Basket"
about  = "Sales per order."
owner  = "finance-analytics"
tier   = 1
level  = "operational"
unit   = "currency"
better = "higher"
ratio  = ["sales", "orders"]
"""


def read(folder, text, name="commerce"):
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return checked(read_all(folder), TABLES)
