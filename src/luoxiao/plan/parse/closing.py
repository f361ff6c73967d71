"""The end of the paper: words after the last measure, signature, date, copies."""

import re

from luoxiao.plan.parse import units
from luoxiao.plan.parse.clauses import Given
from luoxiao.plan.parse.marks import Style
from luoxiao.plan.parse.tree import SIGNED

_FOOT = re.compile(r"\n[ ]*(?:附件:|抄送:|主送:|\(此件|\(联系人|主题词|(?:说明|备注|注):)")
_SIGNER = re.compile(r"\n[^\n。,;:]{2,40}$")


def start(s: str, last: Given) -> int:
    """Where the words that belong to no clause begin; the end of the text where there are none."""
    begin, end = last.node.body, last.node.end
    row = last.node.mark is not None and last.node.mark.style == Style.ROW
    if last.groups and not row:
        begin = _after_labels(s, last.groups[-1].end, end)
        if s[begin:end].strip():
            return begin
    date, foot = SIGNED.search(s, begin, end), _FOOT.search(s, begin, end)
    if date:
        signer = _SIGNER.search(s, begin, date.start())
        begin = (signer or date).start() + 1
        return min(begin, foot.start() + 1) if foot else begin
    return foot.start() + 1 if foot else end


def _after_labels(s: str, place: int, end: int) -> int:
    """The next line that is more than a label such as 完成时限:…"""
    begin = s.find("\n", place, end) + 1
    while begin < end:
        stop = s.find("\n", begin, end)
        if not units.is_label_line(s, begin, stop):
            return begin
        begin = stop + 1
    return end
