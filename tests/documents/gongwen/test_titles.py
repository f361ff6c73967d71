"""Lines of a title: whole words, a shape, nothing wider than the block."""

from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoxiao.documents.gongwen.paper import clean, width
from luoxiao.documents.gongwen.titles import break_title


@pytest.mark.parametrize(
    "lines",
    [
        ("关于报送季度报表的函",),
        ("民政部办公厅关于罗霄山片区扶贫攻坚", "2012年第三季度工作进展情况的通报"),
        ("民政部关于印发《罗霄山片区", "扶贫攻坚工作实施方案》的通知"),
        ("罗霄山片区19项支持举措督办清单", "（2012年第三季度）"),
        ("民政部关于做好集中连片特殊困难地区", "区域发展与扶贫攻坚规划编制工作的通知"),
    ],
)
def test_a_title_turns_where_a_reader_would_pause(lines: tuple[str, ...]) -> None:
    assert break_title("".join(lines)) == lines


def test_a_title_keeps_the_lines_its_writer_gave_it() -> None:
    assert break_title("民政部\n关于某事的通知\n") == ("民政部", "关于某事的通知")


def test_a_name_that_comes_with_the_paper_is_not_divided() -> None:
    name = "遂川县左安镇桃源村"
    title = f"民政部办公厅关于对{name}开展定点联系帮扶工作有关事项的通知"
    assert any(name in line for line in break_title(title, (name,)))


NAMES = ("甲乙", "丙丁戊", "己庚辛壬", "子丑寅卯辰", "巳午未申酉戌")


@settings(deadline=None)
@given(st.lists(st.sampled_from(NAMES), min_size=5, max_size=25))
def test_no_given_name_is_divided(names: list[str]) -> None:
    ends = {sum(map(len, names[:count])) for count in range(len(names) + 1)}
    assert set(accumulate(map(len, break_title("".join(names), NAMES)))) <= ends


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="民政部关于的通知《》（）2012abc ，", min_size=1, max_size=150))
def test_lines_fit_and_nothing_is_lost(title: str) -> None:
    lines = break_title(title)
    assert "".join(lines) == clean(title).strip()
    assert all(width(line) <= 20 for line in lines)


def test_the_last_line_is_never_a_single_character() -> None:
    for length in range(21, 61):
        assert width(break_title("字" * length)[-1]) >= 4, length


def test_a_title_as_long_as_a_page_is_broken_at_once() -> None:
    assert all(width(line) == 20 for line in break_title("字" * 4000))
