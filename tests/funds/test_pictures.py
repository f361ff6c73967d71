"""What a photograph really is."""

import pytest

from luoxiao.funds.pictures import Problem, media_type

JPEG = b"\xff\xd8\xff\xe0" + b"0" * 50 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 50 + b"IEND\xaeB`\x82"
WEBP = b"RIFF" + (40).to_bytes(4, "little") + b"WEBP" + b"0" * 36


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (JPEG, "工地.jpg", "image/jpeg"),
        (JPEG, "DSC_0001.JPEG", "image/jpeg"),
        (JPEG + b"\0" * 9, "a.jpg", "image/jpeg"),
        (PNG, "a.png", "image/png"),
        (WEBP, "a.webp", "image/webp"),
        (b"", "a.png", Problem.EMPTY),
        (PNG, "a", Problem.EXTENSION),
        (PNG, "a.svg", Problem.EXTENSION),
        (PNG, "a.png.exe", Problem.EXTENSION),
        (b"<svg onload=alert(1)>", "a.png", Problem.NOT_A_PICTURE),
        (b"MZ" + PNG, "a.png", Problem.NOT_A_PICTURE),
        (b"RIFF\x24\0\0\0WAVE", "a.webp", Problem.NOT_A_PICTURE),
        (PNG, "a.jpg", Problem.RENAMED),
        (JPEG, "a.webp", Problem.RENAMED),
        (JPEG[:-2], "a.jpg", Problem.CUT_OFF),
        (PNG[:-4], "a.png", Problem.CUT_OFF),
        (WEBP[:-1], "a.webp", Problem.CUT_OFF),
    ],
)
def test_name_and_bytes_must_agree_on_a_whole_picture(content: bytes, name: str, expected: str) -> None:
    assert media_type(content, name) == expected
