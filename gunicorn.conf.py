"""How gunicorn serves the portal; its command line overrides what stands here."""

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
