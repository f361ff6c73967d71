"""Photographs and papers of a project: checked for what they really are, kept as they came."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import files, trail
from luoxiao.core.office import kinds, preflight
from luoxiao.core.office.kinds import Kind
from luoxiao.core.office.refused import Refused
from luoxiao.core.office_wording import sentence as office_sentence
from luoxiao.core.refusals import Refusal, said
from luoxiao.funds import pictures
from luoxiao.funds.actions.projects import not_here, own
from luoxiao.funds.models import Project, ProjectFile
from luoxiao.funds.wording.projects import PICTURE_PROBLEMS
from luoxiao.organisations.models import User

LARGEST = 10 << 20  # bytes, one file
MOST_FILES = 60  # of one project
PAPERS = frozenset({Kind.PDF, Kind.DOCX, Kind.XLSX, Kind.DOC})
ZIPPED = (Kind.DOCX, Kind.XLSX)


class FileTooLarge(Refusal):
    code = "project-file-too-large"
    sentence = _("“%(name)s”有 %(size)s MB，超过 10 MB，没有上传。压缩或拆分后再上传。")


class NotAPhotograph(Refusal):
    code = "not-a-photograph"
    sentence = _("“%(name)s”%(problem)s，没有上传。照片用 .jpg、.png 或 .webp，重新导出后再上传。")


class PaperRefused(Refusal):
    code = "project-paper-refused"
    sentence = _("“%(name)s”没有上传。%(problem)s")


class UnknownFileKind(Refusal):
    code = "unknown-file-kind"
    sentence = _("没有选是照片还是文件，没有上传。选一种后再上传。")


class TooManyFiles(Refusal):
    code = "too-many-project-files"
    sentence = _("这个项目已有 %(count)s 份材料，最多 %(limit)s 份，没有上传。相近的合并成一份文件。")


@transaction.atomic
def add_file(
    project: Project, *, kind: str, name: str, content: bytes, caption: str, by: User, at: datetime
) -> ProjectFile:
    """Keep a photograph or paper of the person's own project.

    Raises NotAllowed, NotAtThisStage for a withdrawn project, FileTooLarge, NotAPhotograph, PaperRefused,
    UnknownFileKind, TooManyFiles, Unsaid, TooLong.
    """
    project, role = own(project, by)
    if project.state == Project.State.WITHDRAWN:
        raise not_here(project, _("上传材料"))
    refuse_large(name, len(content))
    media_type = _media_type(kind, content, name)
    caption = said(_("说明"), caption, limit=120)
    if (count := project.files.count()) >= MOST_FILES:
        raise TooManyFiles(count=count, limit=MOST_FILES)
    stored = files.store(content, name=name, media_type=media_type, at=at)
    made = ProjectFile.objects.create(project=project, kind=kind, file=stored, caption=caption, by=by, at=at)
    after = {"kind": kind, "name": name, "sha256": stored.sha256, "caption": caption}
    trail.record("project.file", by=by, at=at, role=role, subject=project, after=after)
    return made


def refuse_large(name: str, size: int) -> None:
    """Raises FileTooLarge; a page asks before it reads the file."""
    if size > LARGEST:
        raise FileTooLarge(name=name, size=f"{size / (1 << 20):.1f}")


def _media_type(kind: str, content: bytes, name: str) -> str:
    if kind == ProjectFile.Kind.PHOTO:
        return _picture(content, name)
    if kind == ProjectFile.Kind.PAPER:
        return _paper(content, name)
    raise UnknownFileKind


def _picture(content: bytes, name: str) -> str:
    found = pictures.media_type(content, name)
    if isinstance(found, pictures.Problem):
        raise NotAPhotograph(name=name, problem=PICTURE_PROBLEMS[found])
    return found


def _paper(content: bytes, name: str) -> str:
    """Papers are handed out to be saved and never shown, so their media type says no more than that."""
    try:
        if kinds.recognise(content, name, wanted=PAPERS) in ZIPPED:
            preflight.check(content)
    except Refused as refused:
        raise PaperRefused(name=name, problem=office_sentence(refused)) from refused
    return "application/octet-stream"
