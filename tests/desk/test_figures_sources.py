"""Sources under a table: each once, numbered as they are first named."""

from luoxiao.desk.figures_sources import Sources, numbered
from luoxiao.indicators.models import Origin


def test_the_same_source_keeps_its_number() -> None:
    sources = Sources()
    marks = [sources.mark(Origin(source=name)) for name in ("甲", "乙", "甲")]
    assert marks == ["①", "②", "①"]
    assert sources.listed() == [("①", "甲"), ("②", "乙")]


def test_no_source_is_a_dash_and_no_line() -> None:
    sources = Sources()
    assert sources.mark(None) == "—"
    assert sources.listed() == []


def test_more_than_twenty_are_counted_on() -> None:
    assert (numbered(19), numbered(20)) == ("⑳", "(21)")
