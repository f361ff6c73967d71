"""Files from outside: kept under their hash, outside the web root, exactly as they came."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from luoxiao.core.models import StoredFile


def store(content: bytes, *, name: str, media_type: str, at: datetime) -> StoredFile:
    """Write the content, then its row: a crash in between leaves a file nobody names, never a row without its file."""
    digest = sha256(content).hexdigest()
    write(_place(digest), content)
    return StoredFile.objects.create(name=name, media_type=media_type, size=len(content), sha256=digest, stored_at=at)


def read(file: StoredFile) -> bytes:
    """The content, after checking that it still is what was stored. Raises ValueError when it is not."""
    content = _place(file.sha256).read_bytes()
    if sha256(content).hexdigest() != file.sha256:
        raise ValueError(f"stored file {file.pk} no longer matches its SHA-256")
    return content


def _place(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def write(place: Path, content: bytes) -> None:
    """Through a temporary name of its own, so that a half-written file never stands under its hash, whoever else
    writes the same content at the same time.
    """
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_name(f"{place.name}.{uuid4().hex}.part")
    half.write_bytes(content)
    half.replace(place)
