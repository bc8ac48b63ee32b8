"""The settings of one run: the only reader of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LAST_PORT = 65535
DAY = 86400
SECRETS: Mapping[str, str] = os.environ


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it and says what can be."""


@dataclass(frozen=True)
class Settings:
    """Where a company is described, where its warehouse lies, and where to serve."""

    company: Path
    warehouse: Path
    cache: Path
    host: str = "127.0.0.1"
    port: int = 8050
    workers: int = 2
    threads: int = 8
    refresh_every: int = 300

    @property
    def bind(self) -> str:
        """Host and port as a server takes them; an IPv6 address in brackets."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def settings(env: Mapping[str, str] = os.environ, **given: str | None) -> Settings:
    """Read the settings; what is unset or empty takes its default.

    Args:
        env: COMPANY is a company's folder (default: companies/demo), WAREHOUSE the
            folder of its warehouse (.warehouse/<company's folder name>), CACHE where
            workers share answers (<warehouse>/cache), HOST, PORT, WORKERS and THREADS
            are the server's; REFRESH_EVERY is the scheduler's period in seconds.
        given: Values of a command line, such as company="companies/demo", that
            replace what the environment says.

    Returns:
        The settings, with absolute paths.

    Raises:
        SettingsError: If COMPANY is no company's folder, or a number is none.
    """
    said = {name.upper(): value for name, value in given.items() if value}
    env = {**env, **said}
    company = _company(env.get("COMPANY") or "")
    warehouse = Path(env.get("WAREHOUSE") or ROOT / ".warehouse" / company.name)
    cache = Path(env.get("CACHE") or warehouse / "cache")
    return Settings(
        company=company,
        warehouse=warehouse.absolute(),
        cache=cache.absolute(),
        host=env.get("HOST") or Settings.host,
        port=_whole(env, "PORT", Settings.port, at_most=LAST_PORT),
        workers=_whole(env, "WORKERS", Settings.workers, at_most=64),
        threads=_whole(env, "THREADS", Settings.threads, at_most=256),
        refresh_every=_whole(env, "REFRESH_EVERY", Settings.refresh_every, at_most=DAY),
    )


def _company(given: str) -> Path:
    """The company's folder: as given, or else the demo company of this checkout."""
    folder = Path(given).resolve() if given else ROOT / "companies" / "demo"
    if (folder / "company.toml").is_file():
        return folder
    known = sorted(path.parent.name for path in ROOT.glob("companies/*/company.toml"))
    raise SettingsError(
        f"COMPANY is {given or str(folder)!r}: there is no file company.toml in it; "
        f"this checkout has {', '.join(f'companies/{name}' for name in known)}. "
        "Name one of these, or a folder with company.toml and sources/*.sql."
    )


def _whole(env: Mapping[str, str], name: str, default: int, *, at_most: int) -> int:
    """The whole number in `name`, from 1 to `at_most`."""
    given = env.get(name) or str(default)
    if not given.isdecimal() or not 1 <= int(given) <= at_most:
        raise SettingsError(
            f"{name} is {given!r}; it must be a whole number from 1 to {at_most}."
        )
    return int(given)
