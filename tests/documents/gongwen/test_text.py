"""Where signature and date stand, and how the text holds together."""

import pytest

from luoxiao.documents.gongwen.text import free_characters

from .samples import notice


@pytest.mark.parametrize(
    ("name", "sealed", "free"),
    [
        ("民政部办公厅", True, (4.5, 4)),
        ("民政部", True, (6, 4)),
        ("国务院扶贫开发领导小组办公室民政部办公厅联合", True, (0, 7.5)),
        ("民政部办公厅", False, (5, 2)),
        ("国务院扶贫开发领导小组办公室", False, (2, 7)),
    ],
)
def test_signature_and_date_stand_as_the_seal_asks(name: str, sealed: bool, free: tuple[float, float]) -> None:
    """The date 2012年10月15日 is 7 characters wide."""
    paper = notice(signature=name, sealed=sealed, dated=notice().dated.replace(day=15))
    assert free_characters(paper) == free
