"""Bad input is named with file, line and reason; the rest is loaded."""

from __future__ import annotations

import gzip

import pytest

from tests.pipeline.conftest import BUYERS, HEADER, ORDERS, line


def good_lines(first: int, count: int) -> str:
    return "".join(line(number) for number in range(first, first + count))


def rows_add_up(shop) -> bool:
    rows_in, *parts = shop.counts()
    return rows_in == sum(parts)


def loaded_ids(shop) -> list[str]:
    return [
        one
        for (one,) in shop.ask(
            "select order_line_id from fct_order_line order by order_line_id"
        )
    ]


def test_a_good_file_is_loaded_whole(shop):
    shop.file("a.csv", HEADER + good_lines(0, 5))
    assert shop.refresh().status == "published"
    assert shop.counts() == (5, 5, 0, 0)
    assert shop.problems() == []


def test_a_file_without_a_needed_column_is_put_aside_whole(shop):
    shop.file("a.csv", HEADER + good_lines(0, 5))
    shop.file("b.csv", "id,order_no,at,buyer,item,price,country\nL9,O9,x,B,i,1,DE\n")
    assert shop.refresh().status == "published"
    orders = [one for one in shop.problems() if one[2] == "file"]
    assert [one[:4] for one in orders] == [("b.csv", 1, "file", 1)]
    assert "has no column quantity, which orders.sql needs" in orders[0][4]
    assert shop.counts() == (6, 5, 0, 1)
    assert len(loaded_ids(shop)) == 5


def test_a_new_column_loads_with_a_notice(shop):
    shop.file("a.csv", HEADER + good_lines(0, 5))
    shop.refresh()
    shop.file("b.csv", HEADER.strip() + ",email\n" + line(7).strip() + ",a@b.c\n")
    assert shop.refresh().status == "published"
    [(file, number, scope, rows, reason)] = shop.problems()
    assert (file, number, scope, rows) == ("b.csv", 1, "notice", 0)
    assert "new column email, which no mapping reads" in reason
    assert shop.counts() == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"quantity": "two"}, "quantity is 'two'; it must be int."),
        ({"quantity": "2.7"}, "quantity is '2.7'; it must be int."),
        ({"price": "1,50"}, "too many columns"),
        ({"price": "dear"}, "price is 'dear'; it must be decimal(18, 4)."),
        ({"at": "yesterday"}, "at is 'yesterday'; it must be timestamp."),
        ({"id": ""}, "order_line_id is empty; fct_order_line needs it."),
        ({"item": ""}, "product_id is empty; fct_order_line needs it."),
        ({"quantity": "99999999999"}, "quantity is '99999999999'; it must be int."),
        ({"price": "1e15"}, "price is '1e15'; it must be decimal(18, 4)."),
    ],
)
def test_a_line_of_the_wrong_kind_is_named_with_its_line(shop, changes, reason):
    shop.file("a.csv", HEADER + good_lines(0, 3) + line(9, **changes) + line(10))
    assert shop.refresh().status == "published"
    named = [one for one in shop.problems() if reason in one[4]]
    assert named, shop.problems()
    assert named[0][:4] == ("a.csv", 5, "row", 1)
    assert shop.counts() == (5, 4, 0, 1)
    assert loaded_ids(shop) == ["L0", "L1", "L10", "L2"]


def test_the_raw_line_is_kept_with_its_reason(shop):
    shop.file("a.csv", HEADER + line(1, quantity="two") + line(2))
    shop.refresh()
    [(raw,)] = shop.ask("select raw from ops_quarantine")
    assert raw == line(1, quantity="two").strip()


def test_broken_utf8_is_named_with_its_line(shop):
    shop.file(
        "a.csv",
        (HEADER + good_lines(0, 2)).encode()
        + line(3, item="m\udcff").encode("utf-8", "surrogateescape")
        + line(4).encode(),
    )
    assert shop.refresh().status == "published"
    [(file, number, scope, rows, reason)] = shop.problems()
    assert (file, number, scope, rows) == ("a.csv", 4, "row", 1)
    assert "it is not UTF-8" in reason
    assert shop.counts() == (4, 3, 0, 1)


def test_a_truncated_gzip_is_put_aside_whole(shop):
    shop.mapping("orders.sql", ORDERS.replace("*.csv", "*.csv*"))
    shop.mapping("buyers.sql", BUYERS.replace("*.csv", "*.csv*"))
    whole = gzip.compress((HEADER + good_lines(0, 3000)).encode(), mtime=0)
    shop.file("a.csv.gz", whole[: len(whole) // 2])
    shop.file("b.csv", HEADER + good_lines(5000, 4))
    assert shop.refresh().status == "published"
    [(file, _, scope, rows, reason)] = shop.problems()
    assert (file, scope) == ("a.csv.gz", "file")
    assert "damaged or cut off" in reason
    assert len(loaded_ids(shop)) == 4
    assert rows_add_up(shop)
    assert shop.counts()[3] == rows

    shop.file("a.csv.gz", whole)
    assert shop.refresh().status == "published"
    assert shop.counts() == (3000, 3000, 0, 0)
    assert len(loaded_ids(shop)) == 3004


def test_an_empty_file_is_named(shop):
    shop.file("a.csv", HEADER + good_lines(0, 2))
    shop.file("empty.csv", "")
    shop.file("blank.csv", "\n\n")
    shop.refresh()
    named = {(one[0], one[2]): one[4] for one in shop.problems()}
    assert set(named) == {("empty.csv", "file"), ("blank.csv", "file")}
    assert all("is empty" in reason for reason in named.values())
    assert len(loaded_ids(shop)) == 2


def test_a_file_with_a_header_alone_has_no_rows_and_no_problem(shop):
    shop.file("a.csv", HEADER)
    shop.file("b.csv", HEADER + good_lines(0, 2))
    shop.refresh()
    assert shop.counts() == (2, 2, 0, 0)
    assert shop.problems() == []


def test_a_directory_without_files_says_which_and_what_to_do(shop):
    outcome = shop.refresh()
    assert outcome.status == "failed"
    assert "data has no file that matches (from = '{data}/*.csv'" in outcome.message
    assert "--set data=DIR" in outcome.message
    assert shop.ask("select status from ops_refresh") == [("failed",)]


def test_a_missing_folder_says_which_setting_and_what_to_do(shop):
    outcome = shop.refresh(settings={"data": "/nowhere/at/all"})
    assert "/nowhere/at/all does not exist" in outcome.message
    assert "the setting data" in outcome.message
    assert "company.toml under [settings], or with --set data=DIR" in outcome.message


def test_the_old_generation_stays_when_the_folder_is_gone(shop):
    shop.file("a.csv", HEADER + good_lines(0, 2))
    shop.refresh()
    outcome = shop.refresh(settings={"data": "/nowhere/at/all"})
    assert outcome.status == "failed"
    assert outcome.current.generation == 1
    assert len(loaded_ids(shop)) == 2


def test_the_later_line_of_a_repeated_key_in_a_file_is_put_aside(shop):
    shop.file("a.csv", HEADER + line(1) + line(2) + line(1, quantity=7) + line(3))
    assert shop.refresh().status == "published"
    [(file, number, scope, rows, reason)] = shop.problems()
    assert (file, number, scope, rows) == ("a.csv", 4, "row", 1)
    assert "order_line_id 'L1' stands on an earlier line of this file" in reason
    assert shop.counts() == (4, 3, 0, 1)
    assert shop.ask("select quantity from fct_order_line where order_line_id='L1'") == [
        (2,)
    ]


def test_a_stop_check_keeps_the_old_generation(shop, tmp_path, monkeypatch):
    shop.file("a.csv", HEADER + good_lines(0, 3))
    shop.refresh()
    checks = tmp_path / "checks"
    checks.mkdir()
    (checks / "no_tea.sql").write_text(
        '/*\ntitle = "No tea"\nabout = "We sell mugs"\nowner = "us"\n'
        'severity = "stop"\ntable = "fct_order_line"\n*/\n'
        "select order_line_id from fct_order_line where product_id = 'tea'\n"
    )
    monkeypatch.setattr("pipeline.check_runner.CHECKS", checks)
    shop.file("b.csv", HEADER + line(50, item="tea"))
    outcome = shop.refresh()
    assert outcome.status == "stopped"
    assert "No tea" in outcome.message
    assert outcome.current.generation == 1
    assert len(loaded_ids(shop)) == 3
    assert shop.ask(
        "select status, offending_rows, sample from ops_check "
        "where refresh_id = 2 and check_name = 'no_tea'"
    ) == [("stop", 1, '[{"order_line_id":"L50"}]')]

    shop.file("b.csv", HEADER + line(50, item="mug"))
    assert shop.refresh().status == "published"
    assert len(loaded_ids(shop)) == 4


def test_hostile_text_stays_text(shop):
    evil = "'); drop table fct_order_line; --"
    shop.file("it's; drop.csv", HEADER + line(1, item=f'"{evil}"') + line(2, at=evil))
    assert shop.refresh().status == "published"
    assert shop.ask("select product_id from fct_order_line") == [(evil,)]
    assert [one[0] for one in shop.problems()] == ["it's; drop.csv"] * 2


def test_a_file_of_another_kind_is_named(shop):
    shop.mapping("orders.sql", ORDERS.replace("*.csv", "*"))
    shop.file("a.csv", HEADER + good_lines(0, 2))
    shop.file("b.parquet", b"PAR1....PAR1")
    shop.refresh()
    [(file, _, scope, rows, reason)] = shop.problems()
    assert (file, scope, rows) == ("b.parquet", "file", 0)
    assert "The Parquet file is damaged or cut off" in reason


def test_a_folder_may_have_any_name(shop):
    odd = shop.data.parent / "it's [2024] *"
    odd.mkdir()
    (odd / "a.csv").write_text(HEADER + good_lines(0, 2))
    assert shop.refresh(settings={"data": str(odd)}).status == "published"
    assert len(loaded_ids(shop)) == 2
