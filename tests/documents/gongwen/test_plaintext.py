"""A paper as plain text."""

from luoxiao.documents.gongwen import plain_text

from .samples import notice


def test_the_text_reads_in_the_order_of_the_print() -> None:
    text = plain_text(notice())
    pieces = ("【演练】", "000001", "民政部办公厅文件", "民办函〔2012〕236号", "江西省、湖南省民政厅：", "一、总体进展")
    pieces += ("附件：1.", "2012年10月5日", "附件1\n", "附件2\n", "抄送：国务院扶贫办", "2012年10月8日印发")
    places = [text.index(piece) for piece in pieces]
    assert places == sorted(places)


def test_cells_are_divided_by_tabs() -> None:
    assert "19\t举措19\t救灾司\t2,612.50\n" in plain_text(notice())


def test_what_is_empty_leaves_no_trace() -> None:
    paper = notice(number=None, copied_to="", printed_by="", printed_on=None, annexes=(), addressee="", rehearsal=False)
    text = plain_text(paper)
    assert not any(word in text for word in ("抄送", "印发", "附件", "〔", "演练", "None"))
