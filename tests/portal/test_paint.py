"""A tree of components is painted as HTML, and nothing in it can do harm."""

import re
from html.parser import HTMLParser

import dash_ag_grid as dag
import dash_bootstrap_components as dbc
import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from portal.components.svg import Svg
from portal.paint import css, paint

EVIL = "<script>alert(1)</script>\" onload='x' & more"


class Read(HTMLParser):
    """Everything that a browser would make of a text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags, self.text = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)


def read(markup: str) -> Read:
    parser = Read()
    parser.feed(markup)
    parser.close()
    return parser


@given(st.text())
def test_any_text_stays_text(text):
    seen = read(paint(html.Div([text, html.Span("x", title=text, className=text)])))
    assert [tag for tag, _ in seen.tags] == ["div", "span"]
    assert seen.tags[1][1]["title"] == text.replace("\r\n", "\r\n")


def test_a_script_in_the_data_is_painted_as_words():
    painted = paint(html.Td(EVIL, title=EVIL, **{"aria-label": EVIL, "data-x": EVIL}))
    assert "<script" not in painted
    seen = read(painted)
    assert "".join(seen.text) == EVIL
    [(tag, attributes)] = seen.tags
    assert tag == "td"
    assert attributes == {"title": EVIL, "aria-label": EVIL, "data-x": EVIL}


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", " JaVaScript:alert(1)", "data:text/html,x", "vbscript:x"],
)
def test_a_link_that_would_run_is_not_painted(href):
    assert "href" not in paint(html.A("x", href=href))


@pytest.mark.parametrize(
    "href", ["/commerce?country=DE", "?period=week", "#top", "https://a.example/"]
)
def test_a_link_that_leads_somewhere_is(href):
    assert read(paint(html.A("x", href=href))).tags == [("a", {"href": href})]


def test_what_could_load_or_run_is_left_out():
    tree = html.Div([html.Script("x"), html.Iframe(src="/x"), html.ObjectEl(), "seen"])
    assert paint(tree) == "<div>seen</div>"


def test_properties_have_the_names_that_html_gives_them():
    painted = paint(
        html.Div(
            [
                html.Label("Dates", htmlFor="board-dates", className="a b"),
                html.Td("1", colSpan=2, hidden=True),
                html.Details(html.Summary("More"), open=True),
                html.Img(src="/x.png", alt="X"),
                html.Button("Go", disabled=True, n_clicks=3),
                html.Div(id={"type": "part", "index": 1}),
            ],
            id="board-all",
            style={"marginTop": 4, "opacity": 0.5, "--x": "1", "color": None},
        )
    )
    assert painted == (
        '<div id="board-all" style="margin-top:4px;opacity:0.5;--x:1">'
        '<label class="a b" for="board-dates">Dates</label>'
        '<td colspan="2" hidden>1</td>'
        "<details open><summary>More</summary></details>"
        '<img alt="X" src="/x.png"><button disabled>Go</button><div></div></div>'
    )


def test_a_style_cannot_leave_its_attribute():
    painted = paint(html.Div(style={"color": '"><script>alert(1)</script>'}))
    assert [tag for tag, _ in read(painted).tags] == ["div"]


def test_what_a_script_draws_is_a_skeleton_of_its_size():
    painted = paint(
        html.Div(
            [
                dcc.Graph(id="x", style={"height": "320px"}),
                dag.AgGrid(id="y", style={"height": 500}),
                dcc.Dropdown([{"label": EVIL, "value": "a"}], "a", id="z"),
                dcc.DatePickerRange(start_date="2011-01-01", end_date="2011-02-01"),
                dcc.Store(id="s"),
                dcc.Location(id="l"),
                dbc.Row(dbc.Col("inside")),
            ]
        )
    )
    assert '<div class="skeleton skeleton-chart" style="height:320px"></div>' in painted
    assert '<div class="skeleton skeleton-grid-rows" style="height:500px">' in painted
    assert "2011-01-01 – 2011-02-01" in painted
    assert "inside" in painted
    assert "<script" not in painted
    assert len(re.findall("skeleton-control", painted)) == 2


def test_a_drawing_is_painted_with_its_words():
    painted = paint(Svg("<svg></svg>", 'Orders "rose"', "spark"))
    assert painted == (
        '<div class="svg spark" role="img" aria-label="Orders &quot;rose&quot;">'
        "<svg></svg></div>"
    )
    assert 'aria-hidden="true"' in paint(Svg("<svg></svg>"))


def test_what_is_no_component_is_refused():
    with pytest.raises(TypeError, match="dict stands where a component"):
        paint(html.Div({"a": 1}))


def test_lengths_get_their_unit():
    assert css({"width": 0, "lineHeight": 2, "minWidth": 3.5}) == (
        "width:0;line-height:2;min-width:3.5px"
    )
