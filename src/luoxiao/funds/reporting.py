"""What `luoxiao funds reconcile` prints of a published split: each column, each row that does not hold, the figure."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from luoxiao.funds.published import Checked, Published
from luoxiao.funds.wording import amounts


def lines(split: Published, found: Checked) -> Iterator[str]:
    """In the order in which somebody would check by hand."""
    yield from split.said
    yield _("%(count)s 个地区，金额单位：万元") % {"count": len(split.lines)}
    yield from map(amounts.column_said, found.columns)
    for whole in found.wholes:
        broken = [each for each in found.broken if each.whole == whole]
        yield amounts.whole_said(whole) + ("" if broken else _("：每行都成立"))
        yield from (f"  {amounts.broken_said(each)}" for each in broken)
    if split.blanks:
        yield _("空白 %(count)s 格（%(where)s），按没有计。") % {
            "count": len(split.blanks),
            "where": "、".join(split.blanks),
        }
    yield verdict(found)


def verdict(found: Checked) -> str:
    """One sentence: it holds, or what is wrong."""
    if found.holds:
        return _("差额全部为零。")
    if found.suspect:
        return amounts.suspect_said(found.suspect)
    wrong = sum(bool(column.difference) for column in found.columns)
    return _("%(columns)s 列与合计行不符，%(rows)s 行的分项与总数不符。") % {
        "columns": wrong,
        "rows": len(found.broken),
    }
