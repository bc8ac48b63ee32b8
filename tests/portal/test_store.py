"""Answers are shared as bytes: nothing that is read back can run."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.store import ENDING, AnswerStore, BytesFolder


def test_what_is_set_is_got_by_every_process(tmp_path):
    AnswerStore(tmp_path / "cache").set("key", b"answer")
    assert AnswerStore(tmp_path / "cache").get("key") == b"answer"
    assert AnswerStore(tmp_path / "cache").get("other") is None


def test_a_pickle_in_the_folder_is_only_bytes(tmp_path):
    store = BytesFolder(str(tmp_path))
    store.set("key", b"x")
    [path] = tmp_path.glob(f"*{ENDING}")
    evil = pickle.dumps({"run": print})
    path.write_bytes(evil)
    assert store.get("key") == evil


def test_only_bytes_are_kept(tmp_path):
    with pytest.raises(TypeError, match="keeps bytes only"):
        BytesFolder(str(tmp_path)).set("key", {"a": 1})


def test_a_key_never_names_a_file_elsewhere(tmp_path):
    store = BytesFolder(str(tmp_path / "cache"))
    store.set("../../escape", b"x")
    assert store.get("../../escape") == b"x"
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


def test_a_folder_that_cannot_be_written_costs_time_but_no_answer(tmp_path):
    (tmp_path / "file").write_text("in the way")
    store = AnswerStore(tmp_path / "file" / "cache")
    store.set("key", b"x")
    assert store.get("key") is None


def test_the_oldest_make_way(tmp_path):
    store = BytesFolder(str(tmp_path), most=10)
    for n in range(205):
        store.set(str(n), b"x")
    assert len(list(tmp_path.glob(f"*{ENDING}"))) <= 10 + 100
    assert store.get("204") == b"x"


def test_a_reader_never_sees_half_an_answer(tmp_path):
    store = BytesFolder(str(tmp_path))
    answers = {bytes([n]) * 100_000 for n in range(8)}
    store.set("key", next(iter(answers)))
    with ThreadPoolExecutor(8) as pool:
        writes = [pool.submit(store.set, "key", one) for one in answers for _ in "123"]
        reads = [pool.submit(store.get, "key") for _ in range(200)]
        assert all(read.result() in answers for read in reads)
        assert all(write.result() for write in writes)


def test_forgetting(tmp_path):
    store = BytesFolder(str(tmp_path))
    store.set("a", b"1")
    store.set("b", b"2")
    store.delete("a")
    assert (store.has("a"), store.has("b")) == (False, True)
    store.clear()
    assert not store.has("b")
