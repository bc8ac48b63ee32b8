"""How gunicorn serves the portal; its command line overrides what stands here."""

from typing import Any

from config import settings

_SETTINGS = settings()

bind = _SETTINGS.bind
workers = _SETTINGS.workers
threads = _SETTINGS.threads
worker_class = "gthread"
timeout = 60
graceful_timeout = 20
# The control socket would be made in the home folder; nothing outside is touched.
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """Draw the board once, so that no reader waits for libraries to load."""
    worker.wsgi.test_client().get("/", headers={"Sec-Purpose": "prefetch"})
