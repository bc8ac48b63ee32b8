"""The board as one drawing, made from the same parts as the page, for a PNG."""

from __future__ import annotations

from collections.abc import Sequence

from portal.board import words
from portal.board.cards import trend_of
from portal.board.course import axis, change_of, course_of, short
from portal.board.goals import Standing
from portal.board.health import lines
from portal.board.readings import Reading
from portal.board.told import Told
from portal.company import Company
from portal.components.cards import STATUS
from portal.svg.bullet import bullet
from portal.svg.sheet import Sheet, fit
from portal.svg.sparkline import HEIGHT, WIDTH, sparkline
from portal.svg.trend import WIDE

SHEET, MARGIN, GAP, PAD = 1200, 24, 14, 16
LEFT = 730
RIGHT = SHEET - 2 * MARGIN - GAP - LEFT
ACROSS = 4
ROW, CARD = 24, 122
TONES = {"good": "p-good", "bad": "p-bad", "warning": "p-warning"}
MOST_GOALS, MOST_STORIES, MOST_USUAL = 7, 4, 5


def picture(told: Told, company: Company, style: str, age: str) -> str:
    """Draw the board.

    Args:
        told: What it says.
        company: Whose board it is.
        style: The style sheet of the drawings, with its colours written out.
        age: How old the data is, in words.

    Returns:
        An `<svg>` element, 1,200 pixels wide.
    """
    sheet = Sheet(SHEET, style)
    y = _head(sheet, told, company, age)
    below = max(_star(sheet, told, company, y), _changes(sheet, told, company, y))
    _frames(sheet, y, below)
    y = _cards(sheet, told, company, below + GAP)
    below = max(_goals(sheet, told, company, y), _health(sheet, told, company, y))
    _frames(sheet, y, below)
    return sheet.markup(MARGIN)


def _frames(sheet: Sheet, top: float, bottom: float) -> None:
    """The two cards of a row, as high as the higher one; behind what is in them."""
    for x, wide in ((MARGIN, LEFT), (MARGIN + LEFT + GAP, RIGHT)):
        sheet.box(x, top, wide, bottom - top)


def _head(sheet: Sheet, told: Told, company: Company, age: str) -> float:
    """Title, period, age and generation."""
    sheet.text(MARGIN, 46, f"{company.name} · Company board", size=22, bold=True)
    span = told.span
    said = f"{span.last}, the last complete {span.last.kind}, against {span.before}"
    sheet.text(MARGIN, 68, said, css="p-soft")
    end = SHEET - MARGIN
    sheet.text(end, 46, age, anchor="end", size=12, css="p-soft")
    published = f"Generation {told.generation}, {told.published_at:%Y-%m-%d %H:%M} UTC"
    sheet.text(end, 68, published, anchor="end", size=12, css="p-soft")
    return 86


def _star(sheet: Sheet, told: Told, company: Company, top: float) -> float:
    """The north star; returns where it ends."""
    reading, x, end = told.star, MARGIN + PAD, MARGIN + LEFT - PAD
    title = f"{reading.metric.title} · north star"
    sheet.text(x, top + 26, title, size=14, bold=True)
    sheet.lines(x, top + 44, reading.metric.about, LEFT * 0.62, most=2)
    value = short(reading.value, reading, company)
    sheet.text(end, top + 34, value, size=28, bold=True, anchor="end")
    _change(sheet, reading, told, company, (end, top + 54), anchor="end")
    stand = told.stands.get(reading.metric.name)
    if stand is not None:
        _status(sheet, stand, end, top + 72)
    drawn, happened = trend_of(told, company, [WIDE])
    y = top + 84
    high = (LEFT - 2 * PAD) * WIDE.height / WIDE.width
    if drawn:
        sheet.place(drawn, x, y, LEFT - 2 * PAD, high)
    y += high + 16
    half = (LEFT - 2 * PAD) / 2
    for place, note in enumerate(happened):
        [said, *_] = fit(f"{note.mark} · {note.words}", half, 11.5, 1)
        sheet.text(x + place % 2 * half, y, said, size=11.5, css="p-soft")
        y += 17 * (place % 2 or place == len(happened) - 1)
    return y + 4


def _change(
    sheet: Sheet,
    reading: Reading,
    told: Told,
    company: Company,
    at: tuple[float, float],
    anchor: str = "start",
) -> None:
    """How a number moved, and against what."""
    change = change_of(reading, told.span, company)
    said = f"{change.arrow} {change.text} {change.versus}".strip()
    css = TONES.get(change.tone, "p-soft")
    sheet.text(*at, said, size=12, css=css, bold=True, anchor=anchor)


def _status(sheet: Sheet, stand: Standing, x: float, y: float) -> None:
    """How a number stands to its goal."""
    said = f"{STATUS[stand.tone][0]} {stand.word}: {stand.said}"
    sheet.text(x, y, said, size=12, css=TONES.get(stand.tone, "p-soft"), anchor="end")


def _lit(sheet: Sheet, reading: Reading, x: float, y: float) -> None:
    """How usual a number without a goal is; nothing where nobody can know."""
    if reading.usual is None:
        return
    tone, word = reading.light
    said = f"{STATUS[tone][0]} {word}"
    sheet.text(x, y, said, size=12, css=TONES.get(tone, "p-soft"), anchor="end")


def _changes(sheet: Sheet, told: Told, company: Company, top: float) -> float:
    """What changed; returns where it ends."""
    x, wide = MARGIN + LEFT + GAP + PAD, RIGHT - 2 * PAD
    sheet.text(x, top + 26, "What changed", size=14, bold=True)
    y = top + 50
    for story in told.unusual[:MOST_STORIES]:
        said = words.headline(story.reading, company)
        y = sheet.lines(x, y, said, wide, size=13, css="p-ink", bold=True, most=2)
        y = sheet.lines(x, y, words.reason(story, company), wide, most=3) + 8
    if not told.unusual:
        calm = words.calm(told.usual, told.span, 1 + len(told.cards))
        y = sheet.lines(x, y, calm, wide, size=13, css="p-ink", most=4) + 8
    for story in told.usual[:MOST_USUAL]:
        change = change_of(story.reading, told.span, company)
        sheet.text(x, y, story.reading.metric.title, size=12, css="p-soft")
        said = f"{change.arrow} {change.text}".strip()
        sheet.text(x + wide, y, said, size=12, css="p-soft", anchor="end")
        y += ROW - 3
    return y


def _cards(sheet: Sheet, told: Told, company: Company, top: float) -> float:
    """The cards, four in a row; returns where the next part begins."""
    wide = (SHEET - 2 * MARGIN - (ACROSS - 1) * GAP) / ACROSS
    y = top
    for place, reading in enumerate(told.cards):
        x = MARGIN + place % ACROSS * (wide + GAP)
        y = top + place // ACROSS * (CARD + GAP)
        sheet.box(x, y, wide, CARD)
        _card(sheet, reading, told, company, (x + PAD, y, wide - 2 * PAD))
    return y + CARD + GAP


def _card(
    sheet: Sheet,
    reading: Reading,
    told: Told,
    company: Company,
    at: tuple[float, float, float],
) -> None:
    """One card: number, course, change and goal."""
    x, y, wide = at
    sheet.text(x, y + 24, reading.metric.title, size=12.5, css="p-soft", bold=True)
    value = short(reading.value, reading, company)
    sheet.text(x, y + 56, value, size=26, bold=True)
    drawn = sparkline(course_of(reading, told.span)[["value", "complete"]])
    if drawn:
        sheet.place(drawn, x + wide - WIDTH * 0.8, y + 30, WIDTH * 0.8, HEIGHT * 0.8)
    _change(sheet, reading, told, company, (x, y + 76))
    stand = told.stands.get(reading.metric.name)
    if stand is None:
        _lit(sheet, reading, x + wide, y + 110)
        return
    _bullet(sheet, stand, x, y + 84, wide)
    goal = axis(stand.goal.target, reading, company)
    sheet.text(x, y + 110, f"goal {goal}", size=11.5, css="p-quiet")
    _status(sheet, stand, x + wide, y + 110)


def _bullet(sheet: Sheet, stand: Standing, x: float, y: float, wide: float) -> None:
    """How far a goal was reached; the drawing's shares become pixels."""
    drawn = bullet(stand.filled, stand.tick, stand.tone, 6, width=wide)
    sheet.place(drawn, x, y, wide, 12)


def _goals(sheet: Sheet, told: Told, company: Company, top: float) -> float:
    """The goals; returns where they end."""
    x, end = MARGIN + PAD, MARGIN + LEFT - PAD
    sheet.text(x, top + 26, "Goals", size=14, bold=True)
    stands: Sequence[Standing] = [one.last for one in told.goals if one.last]
    y = top + 54
    for stand in stands[:MOST_GOALS]:
        reading = stand.reading
        sheet.text(x, y, reading.metric.title, css="p-ink")
        value = short(reading.value, reading, company)
        sheet.text(x + 270, y, value, css="p-ink", anchor="end")
        _bullet(sheet, stand, x + 286, y - 10, 190)
        goal = f"{axis(stand.goal.target, reading, company)} per {stand.period.kind}"
        sheet.text(x + 494, y, goal, size=12, css="p-quiet")
        said = f"{STATUS[stand.tone][0]} {stand.word}"
        sheet.text(end, y, said, css=TONES.get(stand.tone, "p-soft"), anchor="end")
        y += ROW
    if not stands:
        sheet.text(x, y, "No goals are set.", css="p-quiet")
        y += ROW
    return y


def _health(sheet: Sheet, told: Told, company: Company, top: float) -> float:
    """Health and efficiency; returns where it ends."""
    x, end = MARGIN + LEFT + GAP + PAD, SHEET - MARGIN - PAD
    title = "Health and efficiency" if told.efficiency else "Health"
    sheet.text(x, top + 26, title, size=14, bold=True)
    y = top + 54
    for line in lines(told, company):
        sheet.text(x, y, line.name, css="p-ink")
        sheet.text(x + 220, y, line.value, css="p-ink", anchor="end")
        said = f"{STATUS[line.tone][0]} {line.word}"
        css = TONES.get(line.tone, "p-soft")
        sheet.text(end, y, said, size=12, css=css, anchor="end")
        y += ROW
    return y
