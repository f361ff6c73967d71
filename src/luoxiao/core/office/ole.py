"""Looks through an old .doc before LibreOffice sees it (MS-CFB, MS-DOC 2.5.1)."""

from luoxiao.core.office.refused import Code, Refused

_SECTOR = 512
_DOCUMENT = b"\xec\xa5"  # wIdent, the first two bytes of a Word document's stream
_ENCRYPTED = 0x01  # in the byte at 11
_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def check(content: bytes) -> None:
    """Return when the document has neither a password nor macros; raise Refused when it has."""
    if _MACROS in content:
        raise Refused(Code.MACROS, part="_VBA_PROJECT")
    starts = range(_SECTOR, len(content) - _SECTOR, _SECTOR)
    start = next((at for at in starts if content[at : at + 2] == _DOCUMENT), None)
    if start is not None and content[start + 11] & _ENCRYPTED:
        raise Refused(Code.ENCRYPTED)
