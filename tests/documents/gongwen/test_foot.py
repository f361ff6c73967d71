"""版记 is never too low for its lines."""

import pytest

from luoxiao.documents.gongwen.foot import has_imprint, imprint_height

from .samples import notice

LINE_MM = 22 * 25.4 / 72


@pytest.mark.parametrize(("names", "lines"), [("", 1), ("财政部", 2), ("字" * 24, 2), ("字" * 60, 4), ("甲\n乙", 2)])
def test_the_box_has_room_for_its_lines_and_little_more(names: str, lines: int) -> None:
    height = imprint_height(notice(copied_to=names))
    assert lines * LINE_MM < height < lines * LINE_MM + 2


def test_a_printer_or_a_day_alone_is_an_imprint() -> None:
    nothing = {"copied_to": "", "printed_by": "", "printed_on": None}
    assert not has_imprint(notice(**nothing))
    assert has_imprint(notice(**nothing | {"printed_by": "民政部办公厅"}))
