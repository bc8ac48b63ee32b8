"""The portal over small warehouses, with a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from portal.app import Portal, create_app
from portal.company import Company
from queries import Warehouse

NOW = datetime(2026, 2, 1, 8, 19, tzinfo=UTC)


@pytest.fixture(scope="session")
def portal_on() -> Callable[..., Portal]:
    """A function: a warehouse, and maybe a company -> the portal on it."""

    def build(warehouse: Warehouse, company: Company | None = None) -> Portal:
        return create_app(warehouse, company or Company("Tiny"), clock=lambda: NOW)

    return build


@pytest.fixture(scope="session")
def client(tiny, portal_on) -> FlaskClient:
    """Asks the portal on the tiny warehouse."""
    return portal_on(tiny).server.test_client()
