"""Papers for tests: our own words, figures that are nobody's."""

from dataclasses import replace
from datetime import date
from typing import Any

from luoxiao.documents.gongwen import Annex, Column, Paper, Paragraph, Table, blocks_from_markup

BODY = """按照每季度通报一次的安排，扶贫办公室核对了各牵头单位报送的材料，现将本季度情况通报如下：
一、总体进展
19项举措中，已办结2项，按期推进11项，临期4项，逾期2项，“季度报表”实报22份。
（一）政策措施。农村低保平均标准与全国的差距由412元缩小到345元。
1.城乡低保。18个县的标准高于年初计划数。
（1）已拨付2,568.00万元，到位率86.5%。
（二）项目和资金
已分两批安排4,260.00万元，片区系数取1.15。
二、下一步工作
逾期事项于2012年10月31日前报送整改时限和责任人。"""

COLUMNS = (
    Column("序号", 0.6, "center"),
    Column("支持举措", 4),
    Column("牵头单位", 2),
    Column("资金（万元）", 1.4, "right"),
)


def table(rows: int) -> Table:
    """A table of so many measures."""
    return Table(COLUMNS, tuple((str(n), f"举措{n}", "救灾司", f"{n * 137.5:,.2f}") for n in range(1, rows + 1)))


def notice(**changes: Any) -> Paper:
    """A quarterly notice with two annexes, marked as a rehearsal."""
    paper = Paper(
        issuer_mark="民政部办公厅文件",
        number="民办函〔2012〕236号",
        title="民政部办公厅关于罗霄山片区扶贫攻坚2012年第三季度工作进展情况的通报",
        addressee="江西省、湖南省民政厅",
        blocks=tuple(blocks_from_markup(BODY)),
        annexes=(
            Annex("罗霄山片区19项支持举措督办清单（2012年第三季度）", (table(19),)),
            Annex("数据来源说明", (Paragraph(0, "数据取自第三季度报表。"),)),
        ),
        signature="民政部办公厅",
        dated=date(2012, 10, 5),
        copied_to="国务院扶贫办、发展改革委、财政部",
        printed_by="民政部办公厅",
        printed_on=date(2012, 10, 8),
        copy_number=1,
        secrecy="秘密★1年",
        urgency="特急",
        rehearsal=True,
    )
    return replace(paper, **changes)
