"""An installation is marked as a rehearsal before it has data, or not at all."""

from pathlib import Path

import pytest

from luoxiao import rehearsal


@pytest.fixture(autouse=True)
def _home_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LUOXIAO_HOME", str(tmp_path / "home"))


def test_a_new_folder_is_marked_with_the_day(tmp_path: Path) -> None:
    mark = rehearsal.choose_day()
    assert mark == tmp_path / "home/rehearsal-day"
    assert mark.read_text() == "2012-10-15"


def test_a_marked_folder_keeps_its_day(tmp_path: Path) -> None:
    rehearsal.choose_day()
    (tmp_path / "home/rehearsal-day").write_text("2013-01-15")
    (tmp_path / "home/luoxiao.sqlite3").touch()
    assert rehearsal.choose_day() is None
    assert (tmp_path / "home/rehearsal-day").read_text() == "2013-01-15"


def test_a_folder_with_real_data_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home/luoxiao.sqlite3").touch()
    with pytest.raises(rehearsal.RealInstallation):
        rehearsal.choose_day()
    assert not (tmp_path / "home/rehearsal-day").exists()
