"""Plain text is kept to the character, or refused with the line."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.core.office import plain
from luoxiao.core.office.extracted import ExtractedText, Note, Remark
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused

LIMITS = Limits(characters=1000)
TEXT = "一、总则\r\n（一）镕堃㑇𠮷，\t“三红”\n2.到,"


def encoding(extracted: ExtractedText) -> str | int:
    return extracted.notes[0].params["encoding"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("gb18030"), "gb18030"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
    ],
    ids=["utf-8", "utf-8 with mark", "gb18030", "utf-16 little", "utf-16 big"],
)
def test_text_in_each_encoding_comes_out_exactly_and_says_which(content: bytes, name: str) -> None:
    extracted = plain.read(content)
    assert extracted.text == TEXT
    assert encoding(extracted) == name


@given(st.text(st.characters(codec="utf-8")))
def test_what_is_written_in_utf_8_is_read_as_it_was(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert plain.read(text.encode()).text == text


@given(st.binary())
def test_bytes_of_any_kind_are_text_or_refused(noise: bytes) -> None:
    with contextlib.suppress(Refused):
        plain.checked(plain.read(noise), LIMITS)


def test_an_unknown_encoding_names_the_line_up_to_which_it_was_read() -> None:
    with pytest.raises(Refused) as refused:
        plain.read("一、总则\n".encode("gb18030") + b"\xff\xff\xff")
    assert refused.value.code == Code.UNKNOWN_ENCODING
    assert refused.value.params == {"encoding": "gb18030", "line": 2}


def test_half_a_character_at_the_end_of_utf_16_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        plain.read(b"\xff\xfe" + "民".encode("utf-16-le") + b"\x00")
    assert refused.value.params["encoding"] == "utf-16"


def refusal(text: str) -> Refused:
    with pytest.raises(Refused) as refused:
        plain.checked(ExtractedText(text), LIMITS)
    return refused.value


def test_a_nul_is_refused_with_its_line() -> None:
    assert (refusal("一\n二\0").code, refusal("一\n二\0").params) == (Code.NUL, {"line": 2})


@pytest.mark.parametrize("mark", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_every_mark_that_turns_the_direction_is_refused_with_its_line_and_name(mark: str) -> None:
    refused = refusal(f"一\r\n二{mark}三")
    assert refused.code == Code.DIRECTION_MARK
    assert refused.params["line"] == 2
    assert str(refused.params["mark"]).startswith(f"U+{ord(mark):04X} ")


@pytest.mark.parametrize("text", ["", " \r\n\t", "\ufeff\u3000\u200b"])
def test_text_without_a_sign_that_prints_is_refused(text: str) -> None:
    assert refusal(text).code == Code.NO_TEXT


def test_text_up_to_the_limit_is_taken_and_one_character_more_is_not() -> None:
    assert plain.checked(ExtractedText("民" * 1000), LIMITS).text == "民" * 1000
    assert refusal("民" * 1001).params == {"limit": 1000}


def test_doubtful_characters_stay_and_are_remarked_with_their_first_line() -> None:
    text = "一\n\ufffd二\x07\n\ue000\x85三\ufffd"
    extracted = plain.checked(ExtractedText(text), LIMITS)
    assert extracted.text == text
    assert extracted.notes == (
        Note(Remark.LOST_CHARACTERS, {"count": 2, "line": 2}),
        Note(Remark.PRIVATE_CHARACTERS, {"count": 1, "line": 3}),
        Note(Remark.CONTROL_CHARACTERS, {"count": 2, "line": 2}),
    )
