"""Lines of keys in TOML files."""

from __future__ import annotations

import pytest

from queries import places

TEXT = '''# first
[source]
table = "a"

[ metrics."b" ]   # said so
about = """
[metrics.c]
value = 1
"""
value = "x"
[metrics.c]
'''


def test_a_key_is_found_under_its_table_and_not_in_a_text(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text(TEXT, encoding="utf-8")
    content, place = places.read(path)
    assert set(content["metrics"]) == {"b", "c"}
    assert place.of("source", "table") == f"{path}:3"
    assert place.of("metrics.b", "about") == f"{path}:6"
    assert place.of("metrics.b", "value") == f"{path}:10"
    assert place.of("metrics.c") == f"{path}:11"
    assert place.of("metrics.c", "unit") == f"{path}:11"
    assert place.of("metrics.d", "unit") == f"{path}:1"


@pytest.mark.parametrize(("text", "line"), [("a = 1\nb = \n", 2), ('a = """\nb', 2)])
def test_what_is_not_toml_is_told_with_its_line(tmp_path, text, line):
    path = tmp_path / "a.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=rf"a\.toml:{line}: not TOML"):
        places.read(path)
