"""Files come back as they were, or not at all."""

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from luoxiao.core import files
from luoxiao.core.models import StoredFile

pytestmark = pytest.mark.django_db


def keep(content: bytes, at: datetime) -> StoredFile:
    return files.store(content, name="附件.txt", media_type="text/plain", at=at)


def test_a_file_comes_back_as_it_was(at: datetime) -> None:
    assert files.read(keep("原样".encode(), at)) == "原样".encode()


def test_the_same_content_twice_is_one_file_and_two_rows(at: datetime) -> None:
    assert keep(b"x", at).pk != keep(b"x", at).pk
    assert len([p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()]) == 1


def test_a_file_changed_on_disk_is_not_given_out(at: datetime) -> None:
    kept = keep(b"x", at)
    next(p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()).write_bytes(b"y")
    with pytest.raises(ValueError, match="SHA-256"):
        files.read(kept)


def test_file_size_not_negative(at: datetime) -> None:
    with pytest.raises(IntegrityError, match="file_size_not_negative"), transaction.atomic():
        StoredFile.objects.create(name="a", media_type="b", size=-1, sha256="c", stored_at=at)


def test_two_who_write_the_same_content_at_once_both_succeed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, replace = tmp_path / "a" / "b", Path.replace

    def slower(self: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", replace)
        files.write(target, b"content")  # the other one is done in the very moment before this one renames its own
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", slower)
    files.write(place, b"content")
    assert [found.name for found in place.parent.iterdir()] == ["b"]
    assert place.read_bytes() == b"content"
