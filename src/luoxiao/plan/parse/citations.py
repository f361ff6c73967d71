"""Papers that the text cites, with the numbers printed beside them."""

import re
from dataclasses import dataclass

_ISSUED = r"[\u4e00-\u9fffA-Za-z]{1,14}\(?(?:19|20)\d{2}\)?(?:年)?第?\d{1,5}号"
_ORDER = r"[\u4e00-\u9fff]{2,20}令?(?:\(?(?:19|20)\d{2}\)?年?)?第[一二三四五六七八九十百\d]{1,6}号"
_BESIDE = re.compile(
    rf" ?\((?:即|见)?(?P<number>{_ISSUED}|{_ORDER}|(?:19|20)\d{{2}}年第\d{{1,5}}号)(?=文|公告|令| ?[),;、])"
)
_BEFORE = re.compile(
    r"(?:按照|根据|依据|依照|落实|贯彻|执行|参照|印发|转发)?(?P<number>[\u4e00-\u9fffA-Za-z]{1,8}\((?:19|20)\d{2}\)\d{1,5}号)(?:文件?)?\)?$"
)
_ALIAS = re.compile(r"(?:统|简|合)称(?:为|:)?“?$")
_GENERIC = re.compile(
    r"(?:实施|指导|若干|试点|工作|总体|行动|建设|发展|专项|管理|暂行|三年|分工|重点|改革|目标|任务)*(?:意见|方案|通知|办法|规划|纲要|计划|条例|决定|规定|细则"
    r"|要点|清单|措施|目录|标准|指南|规范|指引|法|政策|报告|责任书|分解表)"
)
_GIVING = re.compile(r"(?:现将|现|印发|制定(?:了|本)?|下发|公布|发布)$")
_ASIDE = r"(?:\([^()\n]{0,40}\))?"
_GIVEN = re.compile(rf"{_ASIDE}(?:(?:印发|转?发|公布|下达)(?:给|于|执行|实施)|予以(?:印发|公布|发布))")
_AGREED = re.compile(rf"{_ASIDE}(?:已经?|业经)[^。\n]{{0,40}}(?:同意|通过|批准|审定)[^。\n]{{0,12}}印发")


@dataclass(frozen=True, slots=True)
class Cited:
    """A title s[start:end], marks included."""

    start: int
    end: int
    number: tuple[int, int] | None
    is_alias: bool
    is_self: bool


def read(s: str, spans: list[tuple[int, int]], own: str) -> list[Cited]:
    """Every mention, in the order of the text. `own` is the document's own title in normal width."""
    aliases: set[str] = set()
    found = []
    for start, end in spans:
        name = s[start + 1 : end - 1]
        if _ALIAS.search(s, max(0, start - 6), start):
            aliases.add(name)
        number = _number(s, start, end)
        is_alias = name in aliases or (number is None and _GENERIC.fullmatch(name) is not None)
        found.append(Cited(start, end, number, is_alias, _is_own(s, start, end, own)))
    return found


def _number(s: str, start: int, end: int) -> tuple[int, int] | None:
    beside = _BESIDE.match(s, end)
    if beside:
        return beside.span("number")
    before = _BEFORE.search(s, max(0, start - 30), start)
    return before.span("number") if before else None


def _is_own(s: str, start: int, end: int, own: str) -> bool:
    """Whether the text speaks of itself: 现将《…》印发给你们, or by its own title."""
    name = s[start + 1 : end - 1]
    if own and (own == name or f"印发{name}" in own or f"印发《{name}" in own):
        return True
    if _AGREED.match(s, end):
        return True
    return _GIVEN.match(s, end) is not None and _GIVING.search(s, max(0, start - 4), start) is not None
