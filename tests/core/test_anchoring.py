"""Anchors elsewhere: the head is appended once, never to a file that is not there, and a chain made anew is noticed."""

import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from luoxiao.core import anchoring, trail
from luoxiao.core.anchoring import AnchorDisagrees, AnchorNotWritten, NoAnchorFile, append
from luoxiao.organisations.models import User

MINUTE = timedelta(minutes=1)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = tmp_path / "anchors.txt"
    made.touch()
    return made


@pytest.fixture
def sealed(clerk: User, at: datetime) -> str:
    """The digest of the head, which is the third."""
    for _ in range(3):
        trail.record("test.act", by=clerk, at=at)
    trail.seal()
    head = trail.head()
    assert head is not None
    return head.digest


def more(clerk: User, at: datetime) -> None:
    trail.record("test.act", by=clerk, at=at)
    trail.seal()


@pytest.mark.django_db
def test_the_head_is_appended_once(place: Path, sealed: str, at: datetime) -> None:
    made = append(place, at=at)
    assert made is not None
    assert append(place, at=at + 2 * MINUTE) is None
    assert place.read_text() == f"2012-10-15T02:00:00+00:00 3 {sealed}\n"


@pytest.mark.django_db
def test_a_new_head_waits_until_the_minute_is_over(place: Path, sealed: str, clerk: User, at: datetime) -> None:
    append(place, at=at, apart=MINUTE)
    more(clerk, at)
    assert append(place, at=at + timedelta(seconds=59), apart=MINUTE) is None
    made = append(place, at=at + MINUTE, apart=MINUTE)
    assert made is not None
    assert made.number == 4
    assert len(place.read_text().splitlines()) == 2


@pytest.mark.django_db
def test_a_clock_that_was_set_back_does_not_stop_the_anchors(
    place: Path, sealed: str, clerk: User, at: datetime
) -> None:
    append(place, at=at)
    more(clerk, at)
    assert append(place, at=at - timedelta(days=1), apart=MINUTE) is not None


@pytest.mark.django_db
def test_a_disk_that_is_not_mounted_gets_no_new_file(tmp_path: Path, sealed: str, at: datetime) -> None:
    with pytest.raises(NoAnchorFile, match="没有挂上"):
        append(tmp_path / "anchors.txt", at=at)
    assert list(tmp_path.glob("*")) == []


@pytest.mark.django_db
def test_a_place_that_is_no_file_is_said(tmp_path: Path, sealed: str, at: datetime) -> None:
    with pytest.raises(AnchorNotWritten):
        append(tmp_path, at=at)


@pytest.mark.django_db
def test_without_a_seal_nothing_is_appended(place: Path, db: None, at: datetime) -> None:
    assert append(place, at=at) is None
    assert place.read_text() == ""


@pytest.mark.django_db
def test_a_line_torn_by_a_power_cut_is_left_and_the_next_begins_anew(place: Path, sealed: str, at: datetime) -> None:
    place.write_text("2012-10-15T01:00:00+00:00 2 abc")
    append(place, at=at)
    assert place.read_text().splitlines()[1] == f"2012-10-15T02:00:00+00:00 3 {sealed}"


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "digest"), [(3, "0" * 64), (9, "1" * 64)], ids=["made anew", "cut"])
def test_a_chain_that_does_not_hold_what_was_anchored_is_noticed(
    place: Path, sealed: str, at: datetime, number: int, digest: str
) -> None:
    place.write_text(f"2012-10-15T01:00:00+00:00 {number} {digest}\n")
    with pytest.raises(AnchorDisagrees, match=f"第 {number} 环"):
        append(place, at=at)
    assert len(place.read_text().splitlines()) == 1


@pytest.mark.django_db
def test_only_the_end_of_a_long_file_is_read(place: Path, sealed: str, at: datetime) -> None:
    place.write_text("2012-10-15T01:00:00+00:00 1 %s\n" % ("a" * 64) * 1000 + f"2012-10-15T01:00:00+00:00 3 {sealed}\n")
    assert append(place, at=at) is None


@pytest.mark.django_db
def test_of_two_at_once_one_waits_and_finds_the_line(
    place: Path, sealed: str, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second does not read the end of the file before the first has written."""
    waits, order = threading.Event(), []
    real = anchoring._append

    def slowly(*given: object) -> object:
        order.append("in")
        waits.wait(0.3)
        order.append("out")
        return given

    monkeypatch.setattr(anchoring, "_append", slowly)
    both = [threading.Thread(target=append, args=(place,), kwargs={"at": at}) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert order == ["in", "out", "in", "out"]
    monkeypatch.setattr(anchoring, "_append", real)
    assert append(place, at=at) is not None
