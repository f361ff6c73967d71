"""The clock appends the trail's head to a file elsewhere, and a missing disk does not stop it."""

import signal
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from luoxiao import cli
from luoxiao.clock import jobs
from luoxiao.core import trail
from tests.conftest import make_user


@pytest.mark.django_db
def test_nothing_is_anchored_where_no_file_is_set(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TRAIL_ANCHOR = ""
    before = set(tmp_path.iterdir())
    monkeypatch.chdir(tmp_path)
    jobs.anchor()
    assert set(tmp_path.iterdir()) == before


@pytest.mark.django_db
def test_the_clock_goes_on_with_the_file_that_the_command_made(
    settings: Any, tmp_path: Path, at: datetime, capsys: Any
) -> None:
    place = tmp_path / "anchors.txt"
    assert cli.main(["trail", "anchor", str(place)]) == 0
    assert "没有再记" in capsys.readouterr().out
    trail.record("account.sign-in", by=make_user("clerk"), at=at)
    trail.seal()
    settings.TRAIL_ANCHOR = str(place)
    jobs.anchor()
    jobs.anchor()
    head = trail.head()
    assert head is not None
    assert place.read_text().split()[1:] == ["1", head.digest]
    assert cli.main(["trail", "anchor", str(place)]) == 0
    assert len(place.read_text().splitlines()) == 1


@pytest.mark.django_db
def test_the_command_refuses_a_place_that_is_none_and_a_file_that_disagrees(tmp_path: Path, capsys: Any) -> None:
    assert cli.main(["trail", "anchor", str(tmp_path / "no" / "where")]) == 1
    place = tmp_path / "anchors.txt"
    place.write_text(f"2012-10-15T01:00:00+00:00 7 {'0' * 64}\n")
    assert cli.main(["trail", "anchor", str(place)]) == 1
    assert "第 7 环" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_missing_disk_is_reported_once_a_minute_and_the_clock_goes_on(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TRAIL_ANCHOR = str(tmp_path / "unmounted.txt")
    handlers: dict[int, Any] = {}
    ticks: list[int] = []
    reported: list[str] = []

    def tick() -> int:
        ticks.append(1)
        if len(ticks) == 3:
            handlers[signal.SIGTERM]()
        return 0

    monkeypatch.setattr(jobs, "tick", tick)
    monkeypatch.setattr(jobs, "remind_all", lambda: None)
    monkeypatch.setattr(jobs.signal, "signal", lambda name, do: handlers.__setitem__(name, do))
    monkeypatch.setattr(jobs, "SECONDS", 0)
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    jobs.run(reported.append)
    assert len(ticks) == 3
    assert len(reported) == 1
    assert "锚点文件" in reported[0]
