"""Old documents that LibreOffice may see."""

import pytest

from luoxiao.core.office import ole
from luoxiao.core.office.refused import Code, Refused


def old_document(flags: int = 0, more: bytes = b"") -> bytes:
    start = b"\xec\xa5\xc1\x00" + bytes(7) + bytes([flags])
    return b"\xd0\xcf\x11\xe0".ljust(1024, b"\0") + start.ljust(1024, b"\0") + more


def test_a_plain_old_document_may_be_read() -> None:
    ole.check(old_document())
    ole.check(old_document(flags=0x02))


def test_bytes_without_a_word_stream_are_left_to_libreoffice() -> None:
    ole.check(bytes(3000))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (old_document(flags=0x01), Code.ENCRYPTED),
        (old_document(more="_VBA_PROJECT".encode("utf-16-le")), Code.MACROS),
    ],
)
def test_a_password_and_macros_are_refused(content: bytes, code: Code) -> None:
    with pytest.raises(Refused) as refused:
        ole.check(content)
    assert refused.value.code == code
