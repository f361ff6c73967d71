"""Containers that may be parsed, and all those that may not."""

import contextlib
import io
import stat
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.core.office import preflight
from luoxiao.core.office.refused import Code, Refused

from . import making
from .making import MAIN

DECLARED_SIZE = 24
METHOD = 10
FLAGS = 8


def refusal(content: bytes) -> tuple[Code, dict[str, str | int]]:
    with pytest.raises(Refused) as refused:
        preflight.check(content)
    return refused.value.code, refused.value.params


def test_a_plain_document_may_be_parsed() -> None:
    preflight.check(making.docx())


def test_links_to_click_on_and_a_template_on_a_local_disk_may_stay() -> None:
    links = making.relationships(
        ("hyperlink", "https://example.org/"), ("attachedTemplate", "Normal.dotm"), outside=True
    )
    preflight.check(making.docx(parts={"word/_rels/settings.xml.rels": links}))
    local = making.relationships(("attachedTemplate", "file:///D:\\模板\\公文.dotx"), outside=True)
    preflight.check(making.docx(parts={"word/_rels/settings.xml.rels": local}))


def test_a_blank_picture_that_compresses_well_may_stay() -> None:
    preflight.check(making.docx(parts={"word/media/blank.bmp": bytes(1 << 20)}))


def test_a_stored_part_is_read_like_a_deflated_one() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        file.writestr(MAIN, making.document(""))
    preflight.check(out.getvalue())


def with_name(name: str) -> bytes:
    return making.docx(parts={name: b"x"})


def twice() -> bytes:
    return making.docx(parts={"word/a.xml": "<a/>", "word/b.xml": "<b/>"}).replace(b"word/b.xml", b"word/A.xml")


def symlink() -> bytes:
    out = io.BytesIO(making.docx())
    with zipfile.ZipFile(out, "a") as file:
        entry = zipfile.ZipInfo("word/link.bin")
        entry.create_system = 3
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(entry, "/etc/passwd")
    return out.getvalue()


def damaged() -> bytes:
    content = making.docx(parts={"word/stored.bin": b""})
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_STORED) as file:
        file.writestr("word/picture.bin", b"picture")
    return out.getvalue().replace(b"picture" + b"PK", b"pikture" + b"PK")


def remote(kind: str, target: str) -> bytes:
    return making.docx(parts={"word/_rels/settings.xml.rels": making.relationships((kind, target), outside=True)})


def prefixed(content: bytes) -> bytes:
    return b"MZ" + content


SHOULD_FAIL: dict[str, tuple[Callable[[], bytes], Code]] = {
    "not a container": (lambda: b"plain text, long enough to hold an end record", Code.BROKEN_CONTAINER),
    "only its first bytes": (lambda: making.docx()[:300], Code.BROKEN_CONTAINER),
    "without its last byte": (lambda: making.docx()[:-1], Code.BROKEN_CONTAINER),
    "with something behind the end": (lambda: making.docx() + b"x", Code.BROKEN_CONTAINER),
    "with something before the start": (lambda: prefixed(making.docx()), Code.BROKEN_CONTAINER),
    "with another container before it": (lambda: making.docx() + making.docx(), Code.BROKEN_CONTAINER),
    "201 parts": (lambda: making.container({f"{n}.bin": b"" for n in range(201)}), Code.TOO_MANY_PARTS),
    "the same name twice": (twice, Code.DUPLICATE_PART),
    "a name from the root": (lambda: with_name("/etc/passwd"), Code.UNSAFE_NAME),
    "a name that climbs": (lambda: with_name("word/../../x"), Code.UNSAFE_NAME),
    "a name of another system": (lambda: with_name("word\\x"), Code.UNSAFE_NAME),
    "a name on a disk": (lambda: with_name("C:x"), Code.UNSAFE_NAME),
    "a name that does not print": (lambda: with_name("word/\u202ex"), Code.UNSAFE_NAME),
    "a name that is a link": (symlink, Code.UNSAFE_NAME),
    "encrypted": (
        lambda: making.patched(making.docx(), MAIN, in_directory=FLAGS, in_header=6, form="<H", value=1),
        Code.ENCRYPTED,
    ),
    "Deflate64": (
        lambda: making.patched(making.docx(), MAIN, in_directory=METHOD, in_header=8, form="<H", value=9),
        Code.UNKNOWN_COMPRESSION,
    ),
    "a method that nobody knows": (
        lambda: making.patched(making.docx(), MAIN, in_directory=METHOD, in_header=8, form="<H", value=77),
        Code.UNKNOWN_COMPRESSION,
    ),
    "longer than it declares": (
        lambda: making.patched(making.docx(), MAIN, in_directory=DECLARED_SIZE, in_header=22, form="<L", value=5),
        Code.PART_DAMAGED,
    ),
    "another CRC": (
        lambda: making.patched(making.docx(), MAIN, in_directory=16, in_header=14, form="<L", value=5),
        Code.PART_DAMAGED,
    ),
    "one wrong byte": (damaged, Code.PART_DAMAGED),
    "a header elsewhere": (
        lambda: making.patched(making.docx(), MAIN, in_directory=42, in_header=None, form="<L", value=0),
        Code.PART_DAMAGED,
    ),
    "a header beyond the end": (
        lambda: making.patched(making.docx(), MAIN, in_directory=42, in_header=None, form="<L", value=1 << 30),
        Code.PART_DAMAGED,
    ),
    "a bomb": (lambda: making.docx(parts={"word/media/x.png": bytes(40 << 20)}), Code.INFLATES_TOO_MUCH),
    "macros": (lambda: making.docx(parts={"word/vbaProject.bin": b"x"}), Code.MACROS),
    "macros by type": (
        lambda: making.docx(parts={"[Content_Types].xml": making.TYPES.replace("xml", "macroEnabled", 1)}),
        Code.MACROS,
    ),
    "an OLE object": (
        lambda: making.docx(parts={"word/embeddings/o.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}),
        Code.OLE_OBJECT,
    ),
    "a remote template": (lambda: remote("attachedTemplate", "http://example.org/a.dotm"), Code.EXTERNAL_LINK),
    "a template on a server": (lambda: remote("attachedTemplate", "file:///\\\\server\\a.dotm"), Code.EXTERNAL_LINK),
    "a remote picture": (lambda: remote("image", "http://example.org/a.png"), Code.EXTERNAL_LINK),
    "a link of a workbook": (lambda: making.docx(parts={"xl/externalLinks/e1.xml": "<a/>"}), Code.EXTERNAL_LINK),
}


@pytest.mark.parametrize(("make", "code"), SHOULD_FAIL.values(), ids=SHOULD_FAIL)
def test_a_hostile_container_is_refused(make: Callable[[], bytes], code: Code) -> None:
    assert refusal(make())[0] == code


def test_a_part_of_one_gibibyte_is_refused_before_it_is_inflated_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file, file.open("word/media/x.png", "w") as part:
        for _ in range(1024):
            part.write(bytes(1 << 20))
    assert refusal(out.getvalue())[0] in (Code.INFLATES_TOO_MUCH, Code.PART_TOO_LARGE)


def test_xml_has_a_smaller_limit_than_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "XML_BYTES", 2000)
    preflight.check(making.docx(parts={"word/a.png": b"x" * 3000}))
    assert refusal(making.docx(parts={"word/a.xml": f"<a>{'x' * 3000}</a>"})) == (
        Code.PART_TOO_LARGE,
        {"part": "word/a.xml", "limit": 2000},
    )


def test_all_parts_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "ALL_BYTES", 5000)
    assert refusal(making.docx(parts={f"word/{n}.png": b"x" * 1000 for n in range(5)}))[0] == Code.PARTS_TOO_LARGE


def test_a_refusal_names_the_part_in_signs_that_print() -> None:
    assert refusal(with_name("word/\u202e" + "x" * 200))[1]["part"] == "word/\ufffd" + "x" * 74


GOOD = making.docx()


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_are_refused_and_nothing_else(noise: bytes) -> None:
    with pytest.raises(Refused):
        preflight.check(noise)
    with pytest.raises(Refused):
        preflight.check(b"PK\x03\x04" + noise)


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_document_with_wrong_bytes_passes_or_is_refused(changes: list[tuple[int, int]]) -> None:
    changed = bytearray(GOOD)
    for place, byte in changes:
        changed[place] = byte
    with contextlib.suppress(Refused):
        preflight.check(bytes(changed))
