"""The door of this package: a file from outside in, its text out."""

from pathlib import Path

from luoxiao.core.office import kinds, plain, sandbox
from luoxiao.core.office.extracted import ExtractedText, Note, Remark
from luoxiao.core.office.kinds import Kind
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused

_LIMITS = Limits()


def extract_text(source: bytes | Path, filename: str = "", *, limits: Limits = _LIMITS) -> ExtractedText:
    """The text of an official plan in a .txt, .docx, .pdf, .doc or .wps file.

    `source` is the file's bytes, then `filename` says how it was called, or its path. Of a .txt every character is
    kept as it stands. Raises Refused for whatever is no such file, OSError when the path cannot be read.
    """
    if isinstance(source, Path):
        filename = filename or source.name
        _check_size(source.stat().st_size, limits)
        source = source.read_bytes()
    _check_size(len(source), limits)
    kind = kinds.recognise(source, filename, wanted=kinds.PLAN)
    if kind is Kind.TXT:
        return plain.checked(plain.read(source), limits)
    if kind is Kind.DOC:
        return _converted(source, limits)
    return sandbox.read(source, kind, limits)


def _check_size(size: int, limits: Limits) -> None:
    if size > limits.file:
        raise Refused(Code.TOO_LARGE, size=size, limit=limits.file)


def _converted(content: bytes, limits: Limits) -> ExtractedText:
    """A .doc or .wps by way of a .docx, which the sandbox then reads like any other."""
    from luoxiao.core.office import libreoffice

    extracted = sandbox.read(libreoffice.to_docx(content), Kind.DOCX, limits)
    return ExtractedText(extracted.text, (Note(Remark.CONVERTED, {"found": Kind.DOC}), *extracted.notes))
