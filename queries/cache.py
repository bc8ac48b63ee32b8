"""Answers kept per question and data generation, as Arrow bytes, never as pickle."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol

import pyarrow as pa

from queries.frames import from_bytes, to_bytes

MAGIC = b"NORTHSTAR1"
DIGEST_SIZE = 16
HEAD = len(MAGIC) + DIGEST_SIZE
log = logging.getLogger(__name__)


class Store(Protocol):
    """Where answers are kept: bytes by key. It may forget at any time."""

    def get(self, key: str) -> bytes | None:
        """The bytes under a key, or None."""

    def set(self, key: str, value: bytes) -> None:
        """Keep bytes under a key."""


def key_of(*parts: Any) -> str:
    """A short name for a question; equal questions have equal names."""
    text = json.dumps(parts, default=str, sort_keys=True, ensure_ascii=True)
    return hashlib.blake2b(text.encode(), digest_size=DIGEST_SIZE).hexdigest()


class Cache:
    """Ask once: of many threads with one question, one computes and all are answered.

    Args:
        store: Keeps answers between questions; None keeps nothing.
    """

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._flights: dict[str, Future[pa.Table]] = {}
        self._lock = threading.Lock()

    def answer(self, key: str, compute: Callable[[], pa.Table]) -> pa.Table:
        """The kept answer, or a new one.

        An error of `compute` reaches everyone who waits for it, and is not kept.
        """
        with self._lock:
            flight = self._flights.get(key)
            leads = flight is None
            if flight is None:
                flight = self._flights[key] = Future()
        if not leads:
            return flight.result()
        try:
            flight.set_result(self._kept_or_new(key, compute))
        except BaseException as error:
            flight.set_exception(error)
            raise
        finally:
            with self._lock:
                del self._flights[key]
        return flight.result()

    def _kept_or_new(self, key: str, compute: Callable[[], pa.Table]) -> pa.Table:
        kept = self._read(key)
        if kept is not None:
            return kept
        table = compute()
        self._write(key, table)
        return table

    def _read(self, key: str) -> pa.Table | None:
        if self._store is None:
            return None
        try:
            return _opened(key, self._store.get(key))
        except Exception:
            log.warning("The cache could not be read; asking the warehouse.")
            return None

    def _write(self, key: str, table: pa.Table) -> None:
        if self._store is None:
            return
        try:
            self._store.set(key, _sealed(key, to_bytes(table)))
        except Exception:
            log.warning("The cache could not be written; the answer is not kept.")


def _digest(key: str, body: bytes) -> bytes:
    return hashlib.blake2b(key.encode() + body, digest_size=DIGEST_SIZE).digest()


def _sealed(key: str, body: bytes) -> bytes:
    return MAGIC + _digest(key, body) + body


def _opened(key: str, data: object) -> pa.Table | None:
    """The answer in kept bytes; None where they are broken or another question's."""
    if not isinstance(data, bytes) or not data.startswith(MAGIC):
        return None
    body = data[HEAD:]
    if data[len(MAGIC) : HEAD] != _digest(key, body):
        return None
    return from_bytes(body)
