"""XML parts that may be parsed, and those that may not."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.core.office import markup
from luoxiao.core.office.refused import Code, Refused


def refusal(content: bytes) -> Code:
    with pytest.raises(Refused) as refused:
        markup.Audit().check("word/document.xml", content)
    return refused.value.code


@pytest.mark.parametrize(
    "content",
    [
        b"<a/>",
        "<a>民政</a>".encode(),
        '<?xml version="1.0" encoding="UTF-16"?><a>民政</a>'.encode("utf-16"),
        b"<a>" * markup.DEPTH + b"</a>" * markup.DEPTH,
    ],
)
def test_sound_markup_passes(content: bytes) -> None:
    markup.Audit().check("word/document.xml", content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.XML_BROKEN),
        (b"<a>", Code.XML_BROKEN),
        (b"<a>\0</a>", Code.XML_BROKEN),
        (b"<a>&b;</a>", Code.XML_BROKEN),
        (b"<a:b/>", Code.XML_BROKEN),
        (b"<a:b:c/>", Code.XML_BROKEN),
        (b'<?xml version="1.0" encoding="no-such-encoding"?><a/>', Code.XML_BROKEN),
        (b'<?xml version="1.0" encoding="gb18030"?><a/>', Code.XML_BROKEN),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', Code.XML_DTD),
        (b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>', Code.XML_DTD),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', Code.XML_DTD),
        (b"<a>" * (markup.DEPTH + 1), Code.XML_TOO_DEEP),
        (b'<a b="%s"/>' % (b"x" * (markup.ATTRIBUTE + 1)), Code.XML_LONG_ATTRIBUTE),
        (b"<a>%s</a>" % b"".join(b"<b%d/>" % n for n in range(markup.NAMES)), Code.XML_TOO_MANY_NAMES),
        (b'<a TargetMode="External" Type="x/image" Target="http://example.org"/>', Code.EXTERNAL_LINK),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:40]),
)
def test_markup_that_no_office_program_writes_is_refused(content: bytes, code: Code) -> None:
    assert refusal(content) == code


def test_the_nodes_of_all_parts_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "NODES", 5)
    audit = markup.Audit()
    audit.check("a.xml", b'<a b=""/>')
    audit.check("b.xml", b'<a b=""/>')
    with pytest.raises(Refused) as refused:
        audit.check("c.xml", b'<a b=""/>')
    assert refused.value.code == Code.XML_TOO_MANY_NODES
    assert refused.value.params["part"] == "c.xml"


@given(st.binary())
def test_bytes_of_any_kind_pass_or_are_refused(noise: bytes) -> None:
    for content in (noise, b"<a>" + noise + b"</a>", b'<?xml version="1.0" encoding="' + noise + b'"?><a/>'):
        with contextlib.suppress(Refused):
            markup.Audit().check("a.xml", content)
