"""What happened stands where its day lies, and bears the number of its words."""

from datetime import date

import pytest

from portal.board.events import MOST, notes
from portal.board.periods import Period
from portal.company import CompanyError, Event, read

WEEKS = [Period("week", date(2026, 1, 5)).next(count) for count in range(3)]


def test_a_day_stands_within_its_week():
    days = [date(2026, 1, 5), date(2026, 1, 8), date(2026, 1, 25)]
    monday, thursday, sunday = notes([Event(day, "x") for day in days], WEEKS)
    assert monday.at == pytest.approx(-0.5 + 0.5 / 7)
    assert thursday.at == 0.0
    assert sunday.at == pytest.approx(2.5 - 0.5 / 7)


def test_they_are_numbered_by_day_and_those_outside_are_left_out():
    some = [
        Event(date(2026, 1, 20), "Outage", "outage"),
        Event(date(2026, 1, 6), "Campaign", "campaign"),
        Event(date(2026, 1, 4), "Before"),
        Event(date(2026, 1, 26), "After"),
    ]
    assert [(one.mark, one.words, one.tone) for one in notes(some, WEEKS)] == [
        ("1", "6 Jan: Campaign", "neutral"),
        ("2", "20 Jan: Outage", "bad"),
    ]


def test_of_too_many_the_latest_stay():
    days = [date(2026, 1, 5 + count) for count in range(MOST + 3)]
    drawn = notes([Event(day, str(day)) for day in days], WEEKS)
    assert [one.mark for one in drawn] == [str(n) for n in range(1, MOST + 1)]
    assert drawn[0].words == "8 Jan: 2026-01-08"


def company(folder, said, events=None):
    (folder / "company.toml").write_text(said)
    if events is not None:
        (folder / "events.toml").write_text(events)
    return read(folder)


EVENT = '[[event]]\nday = 2026-08-24\ntitle = " Feed outage "\nkind = "outage"\n'


def test_a_company_notes_its_events_in_a_file(tmp_path):
    found = company(tmp_path, 'name = "Shop"', EVENT)
    assert found.events == (Event(date(2026, 8, 24), "Feed outage", "outage"),)


def test_the_file_may_lie_where_a_setting_says(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "noted.toml").write_text(EVENT)
    said = 'name = "Shop"\n[settings]\ndata = "raw"\n[board]\nevents = '
    assert len(company(tmp_path, said + '"{data}/noted.toml"').events) == 1
    with pytest.raises(CompanyError, match=r"must be one of \[settings\]: data"):
        company(tmp_path, said + '"{files}/noted.toml"')


def test_a_file_that_is_not_there_yet_is_no_event(tmp_path):
    assert company(tmp_path, 'name = "Shop"').events == ()


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ('title = "x"', "has the day None; write it as day = 2026-08-24"),
        ('day = "2026-08-24"\ntitle = "x"', "has the day '2026-08-24'"),
        ("day = 2026-08-24", "has the title None; it must be a text"),
        ('day = 2026-08-24\ntitle = "x"\nkind = "party"', "it can be campaign, exp"),
    ],
)
def test_an_event_that_cannot_be_drawn_is_refused(tmp_path, event, told):
    with pytest.raises(CompanyError, match=told):
        company(tmp_path, 'name = "Shop"', f"[[event]]\n{event}\n")
