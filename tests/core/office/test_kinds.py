"""What a file really is."""

import io

import pytest

from luoxiao.core.office.kinds import PLAN, Kind, kind_of, recognise
from luoxiao.core.office.refused import Code, Refused

from . import making

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def ole(name: str) -> bytes:
    return OLE + name.encode("utf-16-le")


WORKBOOK = making.container({"[Content_Types].xml": making.TYPES, "xl/workbook.xml": "<workbook/>"})
HTML = b"\xef\xbb\xbf\r\n<!DOCTYPE html><html><body>x</body></html>"


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        ("一、总则".encode(), "方案.txt", Kind.TXT),
        (making.docx(), "方案.DOCX", Kind.DOCX),
        (making.pdf(b""), "a.b.pdf", Kind.PDF),
        (b"\n\n" + making.pdf(b""), "a.pdf", Kind.PDF),
        (ole("WordDocument"), "方案.doc", Kind.DOC),
        (ole("WordDocument"), "方案.wps", Kind.DOC),
    ],
)
def test_a_file_that_is_what_its_name_says_is_recognised(content: bytes, name: str, kind: Kind) -> None:
    assert recognise(content, name, wanted=PLAN) is kind


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (HTML, "方案.docx", Kind.HTML),
        (HTML, "方案.doc", Kind.HTML),
        (HTML, "方案.txt", Kind.HTML),
        (b"{\\rtf1 x}", "方案.doc", Kind.RTF),
        (b"<?xml version='1.0'?><w/>", "方案.doc", Kind.XML),
        (b"MIME-Version: 1.0", "方案.doc", Kind.MAIL),
        (making.docx(), "方案.doc", Kind.DOCX),
        (making.docx(), "方案.txt", Kind.DOCX),
        (ole("WordDocument"), "方案.docx", Kind.DOC),
        (ole("Workbook"), "方案.doc", Kind.XLS),
        (ole("PowerPoint Document"), "方案.doc", Kind.PPT),
        (OLE, "方案.doc", Kind.OLE),
        (WORKBOOK, "方案.docx", Kind.XLSX),
        (making.container({"ppt/presentation.xml": ""}), "方案.docx", Kind.PPTX),
        (making.container({"OFD.xml": ""}), "方案.docx", Kind.OFD),
        (making.container({"a.txt": ""}), "方案.docx", Kind.ZIP),
        (b"Rar!\x1a\x07", "方案.docx", Kind.RAR),
        (b"\x89PNG\r\n", "方案.pdf", Kind.PICTURE),
        (b"\xff\xd8\xff\xe0", "方案.pdf", Kind.PICTURE),
        (b"noise", "方案.pdf", Kind.UNKNOWN),
        (making.pdf(b""), "方案.txt", Kind.PDF),
    ],
)
def test_a_file_under_another_kinds_name_is_refused_with_both_kinds(content: bytes, name: str, found: Kind) -> None:
    with pytest.raises(Refused) as refused:
        recognise(content, name, wanted=PLAN)
    assert refused.value.code == Code.RENAMED
    assert refused.value.params == {"extension": name[2:], "found": found}


def test_a_workbook_is_no_plan() -> None:
    with pytest.raises(Refused) as refused:
        recognise(WORKBOOK, "任务.xlsx", wanted=PLAN)
    assert refused.value.code == Code.UNWANTED
    assert refused.value.params == {"found": Kind.XLSX, "wanted": "doc,docx,pdf,txt"}


def test_a_workbook_is_taken_where_workbooks_are_wanted() -> None:
    assert recognise(WORKBOOK, "任务.xlsx", wanted=frozenset({Kind.XLSX})) is Kind.XLSX


@pytest.mark.parametrize(
    ("name", "extension"), [("方案.ofd", ".ofd"), ("方案", ""), ("", ""), ("方案.\u202etxt", ".\ufffdtxt")]
)
def test_a_name_that_says_nothing_known_is_refused(name: str, extension: str) -> None:
    with pytest.raises(Refused) as refused:
        recognise(b"x", name, wanted=PLAN)
    assert refused.value.code == Code.UNKNOWN_EXTENSION
    assert refused.value.params["extension"] == extension


@pytest.mark.parametrize("name", ["方案.docx", "方案.doc"])
def test_a_document_with_a_password_is_named_as_such(name: str) -> None:
    with pytest.raises(Refused) as refused:
        recognise(ole("EncryptedPackage"), name, wanted=PLAN)
    assert refused.value.code == Code.ENCRYPTED


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        recognise(b"", "方案.txt", wanted=PLAN)
    assert refused.value.code == Code.EMPTY


def test_an_open_document_is_known_by_its_first_part() -> None:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert kind_of(out.getvalue()) is Kind.ODF
