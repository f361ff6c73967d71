"""The server: gunicorn with one process per core and no threads, and the clock beside it."""

import gc
import subprocess
import sys
from typing import Any

from gunicorn.app.base import BaseApplication


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Gunicorn, told what to do by this package instead of by a configuration file."""

    def __init__(self, host: str, port: int, workers: int) -> None:
        self.chosen = {
            "bind": f"{host}:{port}",
            "workers": workers,
            "worker_class": "sync",
            "timeout": 60,
            "preload_app": True,
            "loglevel": "warning",
            "limit_request_line": 4094,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, made ready in the first process; those that answer begin as copies of it."""
        from luoxiao.wsgi import application

        make_ready()
        return application


def make_ready() -> None:
    """Do before the first request what it would else wait for, and leave no connection that copies would share."""
    from django.db import connections
    from django.template import engines
    from django.urls import reverse

    pages = engines["jinja2"].env  # type: ignore[attr-defined]  # the backend's own environment
    for name in pages.list_templates(extensions=["html"]):
        pages.get_template(name)
    reverse("workbench")
    connections.close_all()
    gc.freeze()


def serve(host: str, port: int, workers: int) -> None:
    """Serve until stopped. The clock runs as a child process and stops with the server."""
    clock = subprocess.Popen([sys.executable, "-m", "luoxiao", "clock"])
    try:
        Server(host, port, workers).run()
    finally:
        clock.terminate()
        clock.wait(10)
