"""Size of 发文机关标志."""

import pytest

from luoxiao.documents.gongwen.head import mark_size
from luoxiao.documents.gongwen.layout import BLOCK_WIDTH_MM, points


@pytest.mark.parametrize(
    ("mark", "size"),
    [("民政部文件", 46), ("民政部办公厅文件", 46), ("国务院扶贫开发领导小组办公室文件", 27), ("字" * 40, 22), ("", 46)],
)
def test_a_mark_is_as_large_as_one_line_allows(mark: str, size: float) -> None:
    assert mark_size(mark) == size


@pytest.mark.parametrize("length", range(1, 21))
def test_a_mark_of_up_to_twenty_characters_stays_on_one_line(length: int) -> None:
    assert mark_size("字" * length) * length <= points(BLOCK_WIDTH_MM)
