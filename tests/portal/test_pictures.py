"""The board as PNG: the same numbers as the page, drawn without a browser."""

import io
import subprocess
import sys
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from PIL import Image

from portal import __main__ as command
from portal import pictures
from portal.company import Company, Goal
from portal.page import Context
from portal.pages.tier0 import board
from tests.portal.pages.reading import words
from tests.tiny import MARKUP

NOW = datetime(2026, 2, 1, 8, 19, tzinfo=UTC)
COMPANY = Company(
    MARKUP,
    currency="EUR",
    north_star="active_users",
    cards=("revenue", "orders", "customers"),
    goals={"orders": Goal("orders", 4, "week")},
)


def opened(body: bytes) -> Image.Image:
    return Image.open(io.BytesIO(body)).convert("L")


def dark(image: Image.Image, box) -> int:
    """How many pixels of a part are as dark as ink."""
    return sum(image.crop(box).histogram()[:100])


@pytest.fixture
def svg(tiny):
    return pictures.svg(tiny.snapshot(), "week", COMPANY, NOW)


def test_it_is_a_png_of_1200_pixels_with_its_texts_drawn(tiny, monkeypatch):
    snapshot = tiny.snapshot()
    drawn = opened(pictures.png(snapshot, "week", COMPANY, NOW))
    monkeypatch.setattr(pictures, "_fonts", list)
    bare = opened(pictures.png(snapshot, "week", COMPANY, NOW))
    assert drawn.size[0] == 1200
    assert drawn.size[1] > 500
    title = (20, 20, 800, 75)
    assert dark(drawn, title) > 500
    assert dark(bare, title) == 0


def test_it_says_period_age_and_generation(svg):
    said = "".join(ElementTree.fromstring(svg).itertext())
    for words_ in (
        "5–11 Jan 2026, the last complete week",
        "Data to 14 Jan 2026 · refreshed 4 min ago",
        "Generation 1, 2026-02-01 08:15 UTC",
        "Active users · north star",
        "What changed",
        "Goals",
        "Data quality",
    ):
        assert words_ in said


def test_its_numbers_are_those_of_the_page(tiny, svg):
    said = "".join(ElementTree.fromstring(svg).itertext())
    shown = board.layout(Context(tiny, COMPANY))
    from dash import html

    from tests.portal.pages.reading import inside

    numbers = [
        words(one)
        for one in inside(shown, html.A)
        if getattr(one, "className", "") == "proof"
    ]
    assert len(numbers) >= 6
    for number in numbers:
        assert number in " ".join(said.split()), number


def test_nothing_that_the_data_says_becomes_markup(svg):
    root = ElementTree.fromstring(svg)
    assert not [node for node in root.iter() if "script" in str(node.tag)]
    assert MARKUP.split(" %")[0] in "".join(root.itertext())


def test_its_colours_are_those_of_the_light_theme(svg):
    assert "var(" not in svg
    assert ".s-line { fill: none; stroke: #3b5bdb;" in svg


def test_the_portal_answers_with_it(client):
    answer = client.get("/board.png?period=week")
    assert answer.status_code == 200
    assert answer.content_type == "image/png"
    assert answer.data[:8] == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("year", "period is 'year'; it must be one of week, month, quarter."),
        ("quarter", "There is no complete quarter of data yet."),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(client, period, told):
    answer = client.get(f"/board.png?period={period}")
    assert (answer.status_code, answer.text) == (400, f"{told}\n")


def test_the_command_writes_the_file(tiny, tmp_path, capsys):
    folder = tmp_path / "company"
    folder.mkdir()
    (folder / "company.toml").write_text('name = "Tiny"')
    file = tmp_path / "board.png"
    asked = ["board", "--png", str(file), "--company", str(folder), "--warehouse"]
    assert command.main([*asked, str(tiny.folder)]) == 0
    assert opened(file.read_bytes()).size[0] == 1200
    assert command.main([*asked, str(tmp_path / "nowhere")]) == 1
    assert "There is no warehouse in" in capsys.readouterr().err


def test_a_worker_that_draws_no_picture_does_not_load_the_drawer():
    code = "import sys, wsgi; print('resvg_py' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert told.stdout.strip() == "False"
