"""A database's address: its settings filled in, its secrets kept out of messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

MARK = re.compile(r"\{(env:)?(\w+)\}")
DEPTH = 5


class SourceError(Exception):
    """A database that cannot be read now; the message says why and what to do."""


@dataclass(frozen=True)
class Address:
    """Where a database is; it is shown without its secrets."""

    url: URL = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)

    @property
    def shown(self) -> str:
        """The address as messages may show it."""
        url = self.url
        port = f":{url.port}" if url.port else ""
        place = f"{url.host or ''}{port}/{url.database or ''}"
        return self.redact(f"{url.get_backend_name()}://{place}")

    def redact(self, message: str) -> str:
        """A message without any secret of the address."""
        for secret in self.secrets:
            message = message.replace(secret, "***")
        return message


def resolve(
    written: str,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    folder: Path,
) -> Address:
    """Fill in the settings `{name}` and the environment's `{env:NAME}`.

    Args:
        written: The address as the mapping writes it.
        settings: The company's settings; they may name `{env:NAME}` in turn.
        secrets: The environment, as the entry point hands it down.
        folder: The company's folder, from which the path of a file counts.

    Raises:
        SourceError: If something it names is not set, or it is no address.
    """
    used: list[str] = []
    filled = _fill(written, settings, secrets, used)
    try:
        url = make_url(filled)
    except (ArgumentError, ValueError):
        raise SourceError(
            f"from = {written!r} is not a database's address once its settings are "
            "filled in; it must read dialect+driver://user@host:port/database."
        ) from None
    if is_file(url):
        url = url.set(database=str(folder / str(url.database)))
    password = url.password or ""
    hidden = {*used, password, *(quote(password, safe=kept) for kept in ("", " +"))}
    hidden |= {one for values in url.normalized_query.values() for one in values}
    if url.password:
        hidden.add(filled)
    return Address(url, tuple(sorted(hidden - {""}, key=len, reverse=True)))


def is_file(url: URL) -> bool:
    """Whether the database is a file of this machine."""
    is_sqlite = url.get_backend_name() == "sqlite"
    return is_sqlite and url.database not in {None, "", ":memory:"}


def _fill(
    written: str,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    used: list[str],
    depth: int = 0,
) -> str:
    """The text with its marks replaced; secrets are added to `used`."""

    def value(mark: re.Match[str]) -> str:
        known, is_whole = (secrets if mark[1] else settings), mark[0] == written
        found = known.get(mark[2])
        if found is None or depth > DEPTH:
            raise SourceError(_missing(written, mark, settings))
        if not mark[1]:
            return _fill(found, settings, secrets, used, depth + 1)
        used.append(found)
        if is_whole:
            return found
        used.append(quote(found, safe=""))
        return used[-1]

    return MARK.sub(value, written)


def _missing(written: str, mark: re.Match[str], settings: Mapping[str, str]) -> str:
    """What is not set, and where to set it."""
    if mark[1]:
        return (
            f"from needs the environment variable {mark[2]}, which is not set. Set it "
            "where the refresh runs."
        )
    known = ", ".join(settings) or "none"
    return (
        f"from = {written!r} needs the setting {mark[2]!r}; company.toml has {known}. "
        "Add it under [settings]."
    )
