"""`server` for gunicorn: settings, warehouse and app put together, nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

from config import settings
from portal import company
from portal.app import create_app
from portal.store import AnswerStore
from queries.warehouse import Warehouse

_SETTINGS = settings()
_WAREHOUSE = Warehouse(_SETTINGS.warehouse, AnswerStore(_SETTINGS.cache))

app = create_app(
    _WAREHOUSE, company.read(_SETTINGS.company), clock=lambda: datetime.now(UTC)
)
server = app.server
