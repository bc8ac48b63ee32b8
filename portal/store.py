"""Answers shared by the workers of one server: flask-caching over plain files.

flask-caching's own file back end unpickles what it reads, so that whoever may write
the folder runs code in the portal; this one keeps bytes and nothing else.
"""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask
from flask_caching import Cache
from flask_caching.backends.base import BaseCache

MOST_FILES = 4000
ENDING = ".answer"


class BytesFolder(BaseCache):
    """One file of bytes for each key; the oldest make way when there are many."""

    def __init__(self, folder: str, most: int = MOST_FILES) -> None:
        super().__init__(default_timeout=0)
        self._folder = Path(folder)
        self._most = most
        self._written = 0

    @classmethod
    def factory(
        cls,
        app: Flask,  # noqa: ARG003 - what flask-caching passes
        config: dict[str, Any],
        args: list[Any],  # noqa: ARG003
        kwargs: dict[str, Any],  # noqa: ARG003
    ) -> BytesFolder:
        """Make the back end that CACHE_TYPE names."""
        return cls(config["CACHE_DIR"], config["CACHE_THRESHOLD"])

    def get(self, key: str) -> bytes | None:
        """The bytes kept under `key`; None when there are none."""
        try:
            return self._path(key).read_bytes()
        except OSError:
            return None

    def set(self, key: str, value: bytes, timeout: int | None = None) -> bool:  # noqa: ARG002
        """Keep bytes; a reader sees all of them or none."""
        if not isinstance(value, bytes):
            raise TypeError(
                f"The value is {type(value).__name__}; this cache keeps bytes only."
            )
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder)
            with os.fdopen(handle, "wb") as file:
                file.write(value)
            Path(name).replace(self._path(key))
        except OSError:
            return False  # a full or read-only disk costs time, never an answer
        self._written += 1
        if self._written % 100 == 1:
            self._make_way()
        return True

    def delete(self, key: str) -> bool:
        """Forget one key."""
        self._path(key).unlink(missing_ok=True)
        return True

    def has(self, key: str) -> bool:
        """Whether there is an answer under `key`."""
        return self._path(key).is_file()

    def clear(self) -> bool:
        """Forget everything."""
        for path in self._folder.glob(f"*{ENDING}"):
            path.unlink(missing_ok=True)
        return True

    def _path(self, key: str) -> Path:
        return self._folder / f"{sha256(key.encode()).hexdigest()}{ENDING}"

    def _make_way(self) -> None:
        kept = []
        for path in self._folder.glob(f"*{ENDING}"):
            try:
                kept.append((path.stat().st_mtime, path))
            except OSError:
                continue
        for _, path in sorted(kept)[: max(0, len(kept) - self._most)]:
            path.unlink(missing_ok=True)


class AnswerStore:
    """The warehouse's store, on flask-caching; needs no request and no app."""

    def __init__(self, folder: Path) -> None:
        cache, server = Cache(), Flask("northstar-answers")
        config = {
            "CACHE_TYPE": f"{BytesFolder.__module__}.BytesFolder",
            "CACHE_DIR": str(folder),
            "CACHE_THRESHOLD": MOST_FILES,
        }
        cache.init_app(server, config)
        self._kept: BytesFolder = server.extensions["cache"][cache]

    def get(self, key: str) -> bytes | None:
        """The bytes kept under `key`."""
        return self._kept.get(key)

    def set(self, key: str, value: bytes) -> None:
        """Keep bytes under `key`."""
        self._kept.set(key, value)
