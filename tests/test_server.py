"""The server is ready before it answers: its processes begin as copies of one that has everything but a connection."""

import gc
from collections.abc import Iterator

import pytest
from django.db import connections
from django.template import engines

from luoxiao.server import Server, make_ready


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Whatever is closed is noted here and stays open: the other tests still need it."""
    closed: list[str] = []
    monkeypatch.setattr(type(connections["default"]), "close", lambda one: closed.append(one.alias))
    make_ready()
    yield closed
    gc.unfreeze()


def test_no_page_is_compiled_while_somebody_waits(ready: list[str]) -> None:
    pages = engines["jinja2"].env  # type: ignore[attr-defined]
    kept = {name for _loader, name in pages.cache.keys()}  # noqa: SIM118 - no mapping
    assert kept >= set(pages.list_templates(extensions=["html"]))


def test_the_processes_share_no_connection(ready: list[str]) -> None:
    assert ready == list(connections)


def test_what_was_loaded_is_shared_and_not_looked_through_again(ready: list[str]) -> None:
    assert gc.get_freeze_count() > 0


def test_the_application_is_loaded_before_the_processes_part() -> None:
    assert Server("127.0.0.1", 8000, 2).cfg.preload_app
