"""The catalogue tells of everything, and what follows from what."""

import pytest

from portal.company import Company
from portal.components.catalogue_index import items
from portal.page import Context
from portal.pages.trust import catalogue
from tests.portal.pages.reading import links, words


@pytest.fixture
def context(tiny):
    return Context(tiny, Company("Tiny"))


@pytest.mark.parametrize("item", items(), ids=lambda item: item.key)
def test_everything_has_a_place_with_its_meaning_owner_and_sql(context, item):
    seen = words(catalogue.layout(context, item=item.key))
    about = " ".join(item.about.split())
    assert about in seen
    assert item.owner in seen
    assert "select" in seen or "create table" in seen


def test_lineage_leads_from_the_mapping_to_the_page(context):
    page = catalogue.layout(context, item="metric:refund_rate")
    seen, found = words(page), links(page)
    assert "Mappings of the company orders" not in seen
    assert found["fct_order_line"] == "/catalogue?item=table%3Afct_order_line"
    assert found["Commerce"] == "/commerce"


def test_a_table_names_the_mapping_that_fills_it(warehouse_of):
    step = {"refresh_id": 1, "step": "load:orders", "detail": "into fct_order_line"}
    context = Context(warehouse_of(ops_step=[step]), Company("Shop"))
    seen = words(catalogue.layout(context, item="metric:revenue"))
    assert "Mappings of the company orders Tables fct_order_line" in seen


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
