"""Looks through a .docx or .xlsx before any parser sees it (reliability, sections 2.3 and 4).

Two readers of an ambiguous container can see two different amounts in it, so an ambiguous container is refused
instead of choosing a reader. Sizes are found by really inflating: what a container declares proves nothing.
"""

import io
import stat
import struct
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from luoxiao.core.office import markup
from luoxiao.core.office.refused import Code, Refused, shown

PARTS = 200
PART_BYTES = 64 << 20
XML_BYTES = 16 << 20  # expat before 2.6 is quadratic in the length of one token
ALL_BYTES = 128 << 20
RATIO = 200
HARMLESS_BYTES = 1 << 20  # up to here no ratio makes a bomb, and blank pictures do compress that well

_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNREADABLE = (BadZipFile, struct.error, LookupError, ValueError, OSError, RuntimeError)
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # plainly, strongly, with a masked directory


def check(content: bytes, audit: markup.Audit | None = None) -> None:
    """Return when the container may be handed to a parser; raise Refused when not. `audit` may watch its XML."""
    _check_end_record(content)
    entries = _entries(content)
    _check_names(entries)
    audit = audit or markup.Audit()
    total = 0
    for entry in entries:
        part = _part(content, entry)
        total += len(part)
        if total > ALL_BYTES:
            raise Refused(Code.PARTS_TOO_LARGE, limit=ALL_BYTES)
        _check_harmless(entry.filename, part)
        if _is_xml(entry):
            audit.check(entry.filename, part)


def _check_end_record(content: bytes) -> None:
    """The first part stands at the very start, the end record at the very end, the directory right before it."""
    if len(content) < _END.size or not content.startswith(b"PK\x03\x04"):
        raise Refused(Code.BROKEN_CONTAINER)
    mark, disk, first_disk, here, count, size, start, comment = _END.unpack(content[-_END.size :])
    whole = start + size + _END.size == len(content)
    second_record = content[-_END.size - 20 :].startswith(b"PK\x06\x07")  # ZIP64's would overrule this one
    if mark != b"PK\x05\x06" or disk or first_disk or here != count or comment or not whole or second_record:
        raise Refused(Code.BROKEN_CONTAINER)
    if count > PARTS:
        raise Refused(Code.TOO_MANY_PARTS, count=count, limit=PARTS)


def _entries(content: bytes) -> list[ZipInfo]:
    try:
        entries = ZipFile(io.BytesIO(content)).infolist()
    except _UNREADABLE as error:
        raise Refused(Code.BROKEN_CONTAINER) from error
    if len(entries) > PARTS:
        raise Refused(Code.TOO_MANY_PARTS, count=len(entries), limit=PARTS)
    return entries


def _check_names(entries: list[ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        if _is_unsafe(name) or name != entry.filename or stat.S_ISLNK(entry.external_attr >> 16):
            raise Refused(Code.UNSAFE_NAME, part=shown(name))
        if name.casefold() in seen:
            raise Refused(Code.DUPLICATE_PART, part=shown(name))
        seen.add(name.casefold())


def _is_unsafe(name: str) -> bool:
    return not name.isprintable() or name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _is_xml(entry: ZipInfo) -> bool:
    return entry.filename.lower().endswith((".xml", ".rels"))


def _part(content: bytes, entry: ZipInfo) -> bytes:
    """One part, inflated to its real end and equal to its declared size and CRC."""
    name = shown(entry.filename)
    if entry.flag_bits & _ENCRYPTED:
        raise Refused(Code.ENCRYPTED)
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Refused(Code.UNKNOWN_COMPRESSION, part=name, method=entry.compress_type)
    packed = _packed(content, entry)
    part = packed if entry.compress_type == ZIP_STORED else _inflated(packed, entry)
    limit = XML_BYTES if _is_xml(entry) else PART_BYTES
    if len(part) > limit:
        raise Refused(Code.PART_TOO_LARGE, part=name, limit=limit)
    if len(part) != entry.file_size or zlib.crc32(part) != entry.CRC:
        raise Refused(Code.PART_DAMAGED, part=name)
    return part


def _packed(content: bytes, entry: ZipInfo) -> bytes:
    """The part's bytes as they stand in the file, behind a header that names it as the directory does."""
    damaged = Refused(Code.PART_DAMAGED, part=shown(entry.filename))
    try:
        mark, *_, name_length, extra_length = _LOCAL.unpack_from(content, entry.header_offset)
    except struct.error as error:
        raise damaged from error
    name_start = entry.header_offset + _LOCAL.size
    start = name_start + name_length + extra_length
    name = entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437")
    same_name = content[name_start : name_start + name_length] == name
    if mark != b"PK\x03\x04" or not same_name or start + entry.compress_size > len(content):
        raise damaged
    return content[start : start + entry.compress_size]


def _inflated(packed: bytes, entry: ZipInfo) -> bytes:
    """Inflate until the end or one byte past what is allowed, whichever comes first."""
    name = shown(entry.filename)
    most = max(HARMLESS_BYTES, RATIO * len(packed))
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        part = inflater.decompress(packed, min(most, PART_BYTES) + 1)
    except zlib.error as error:
        raise Refused(Code.PART_DAMAGED, part=name) from error
    if len(part) > most:
        raise Refused(Code.INFLATES_TOO_MUCH, part=name, limit=RATIO)
    if len(part) <= PART_BYTES and (not inflater.eof or inflater.unused_data):
        raise Refused(Code.PART_DAMAGED, part=name)
    return part


def _check_harmless(name: str, part: bytes) -> None:
    lower = name.lower()
    if (
        lower.endswith("vbaproject.bin")
        or "/macrosheets/" in lower
        or (lower == "[content_types].xml" and b"macroEnabled" in part)
    ):
        raise Refused(Code.MACROS, part=shown(name))
    if part.startswith(_OLE):
        raise Refused(Code.OLE_OBJECT, part=shown(name))
    if "/externallinks/" in lower or lower.endswith("/connections.xml"):
        raise Refused(Code.EXTERNAL_LINK, part=shown(name), target="")
