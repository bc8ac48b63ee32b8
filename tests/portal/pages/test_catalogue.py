"""The catalogue tells of everything, and what follows from what."""

import pytest

from portal.company import Company
from portal.page import Context
from portal.pages.trust import catalogue
from tests.portal.pages.reading import links, words


@pytest.fixture
def context(tiny):
    return Context(tiny, Company("Tiny"))


@pytest.mark.parametrize("item", catalogue.every(), ids=lambda item: item.key)
def test_everything_has_a_place_with_its_meaning_owner_and_sql(context, item):
    seen = words(catalogue.layout(context, item=item.key))
    about = " ".join(item.about.split())
    assert about in seen
    assert item.owner in seen
    assert item.kind == "page" or "select" in seen or "create table" in seen


def lineage(context: Context, item: str) -> tuple[str, str]:
    """What feeds an item and what it feeds, in words."""
    seen = words(catalogue.layout(context, item=item))
    _, _, rest = seen.partition(" Fed by ")
    up, _, rest = rest.partition(" Feeds ")
    return up, rest


def test_lineage_leads_from_the_file_to_the_page(context):
    up, down = lineage(context, "metric:refund_rate")
    assert "fct_order_line facts orders.sql mapping *.csv source" in up
    assert "/commerce page" in down
    found = links(catalogue.layout(context, item="metric:refund_rate"))
    assert found["fct_order_line"] == "/catalogue?item=table%3Afct_order_line"
    assert found["/commerce"] == "/commerce"


def test_a_mart_names_the_facts_behind_it_and_what_is_made_of_it(context):
    up, down = lineage(context, "table:agg_user_day")
    assert "fct_interaction facts" in up
    assert "fct_order_line facts orders.sql mapping" in up
    assert "agg_retention mart" in down
    assert "active_users metric" in down
    assert down.count("agg_user mart") >= 1


def test_a_page_names_its_metrics_queries_and_their_tables(context):
    up, down = lineage(context, "page:/messenger")
    assert "messages metric agg_message_day mart fct_interaction facts" in up
    assert "messenger/pairs query" in up
    assert down.startswith("Nothing is made from it yet.")


def test_what_stands_twice_is_followed_once(context):
    up, _ = lineage(context, "table:agg_coverage")
    assert up.count("fct_interaction facts orders") == 0
    assert "(followed above)" in up


def test_a_model_leads_on_to_the_tables_that_it_joins(warehouse_of):
    link = {
        "definition": "lines.sql",
        "kind": "model",
        "source": "raw_orders",
        "source_column": "total",
        "table_name": "fct_order_line",
        "column_name": "amount",
    }
    raw = {
        **link,
        "definition": "orders.sql",
        "kind": "mapping",
        "source": "orders/*.csv",
        "table_name": "raw_orders",
    }
    context = Context(warehouse_of(load_lineage=[link, raw]), Company("Shop"))
    up, _ = lineage(context, "table:fct_order_line")
    assert up.startswith(
        "lines.sql model raw_orders the company's own table "
        "orders.sql mapping orders/*.csv source"
    )
    seen = words(catalogue.layout(context, item="table:fct_order_line"))
    assert "raw_orders.total" in seen


def test_personal_columns_are_marked(context):
    seen = words(catalogue.layout(context, item="table:dim_user"))
    assert "birth_year year personal" in seen


def test_a_search_holds_every_word_and_stays_in_the_address(context):
    found, said = catalogue.update_list("gmv Finance", "metric:sales")
    assert words(found) == "Metrics (1) Sales sales"
    assert said == "?item=metric%3Asales&search=gmv+Finance"


def test_nothing_found_says_what_to_do():
    found, _ = catalogue.update_list("<script>", "metric:sales")
    assert words(found).startswith("Nothing holds “<script>”. Try fewer letters")
