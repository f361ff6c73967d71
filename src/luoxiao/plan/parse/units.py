"""The units in a group: names as printed, without labels and roles, and who of them leads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from luoxiao.plan.parse.leads import Rule
from luoxiao.plan.parse.model import Role

_LEADING = r"(?:牵头|主办|领办)"
_COOPERATING = r"(?:配合|协办|协助|参与|参加|协同|协作)"
_DOING = (
    r"(?:负责|落实|实施|组织|推进|完成|承担|承办|督促|督导|指导|统筹|支持|抓好|抓总|总抓|做好|抓|相关工作|等工作|工作|开展"
    r"|执行|办理|到位|分工|研究提出(?:落实|实施|具体|贯彻)*(?:意见|方案|措施|办法))"
)
_NOUN = r"(?:单位|部门|处室|科室|司局|机构|主体|地区|股室|县区|区县|乡镇|街道|企业|方)"
_TASK = r"(?:责任|牵头|负责|配合|协办|主办|协同|参与|参加|承办|实施|落实|完成|协助|主责|督办|督导|协作|主管|主要)"
_AREA = r"(?:各|主要|第一|市级|省级|县级|区级|州级|市直|省直|县直|县|市|省|区)?"
_ALONE = r"(?:牵头|责任|配合|负责|主办|协办|主责)"
LABEL = rf"{_AREA}(?:{_TASK}{{1,3}}{_NOUN}(?:(?:及|和|、|/)(?:{_TASK}{{1,2}})?{_NOUN}?)?|{_ALONE}|{_NOUN}及?分工)"
TAG = rf"\({_AREA}{_TASK}{{1,3}}{_NOUN}\)(?::|(?=[\u4e00-\u9fff*]))"  # 【责任单位】 alone in its brackets
_TAG = re.compile(TAG)
_LABEL = re.compile(
    rf"\s*{TAG}|\s*(?:{LABEL}(?:\([^()]{{0,12}}\))?|单位|部门):|\s*(?:{_TASK}{{1,2}}{_NOUN})(?=[^:,、;]{{2}})"
)
_OTHER_LABEL = re.compile(
    r"\s*[^:,、()]{0,8}(?:时限|时间|期限|进度|节点|领导|责任人|联系人|负责人|分管|成果|目标|要求|措施|备注|说明)[^:,、()]{0,4}:"
)
_DUE_LABEL = re.compile(
    r"\(?(?:完成|办结|整改|工作|办理|推进|落实)?(?:时限|时间|期限|进度|节点|领导|责任人)(?:要求|安排|节点)?:"
)
_TAIL = re.compile(
    rf"(?:(?:按照?|依据?|根据|结合)(?:各自|相关|有关|部门|工作|法定|各)*(?:职责|职能|权限|分工|任务|要求|业务)[^,、;]*"
    rf"|(?:共同|分别|分头|分级|具体|联合|密切|积极|全力|予以|持续|长期|扎实|认真|严格|抓紧)*"
    rf"(?:{_LEADING}|{_COOPERATING}|{_DOING}){{1,6}}|各负其责"
    rf"|(?:为|是|作为)(?:{_TASK}{{1,2}}){_NOUN})$"
)
_IN_BRACKETS = re.compile(rf"\((?P<words>[^()]*(?:{_LEADING}|{_COOPERATING}|负责|下同|首位|第一)[^()]*)\)$")
_ENDS_NAMES = re.compile(
    r"以下(?:均|各)|^(?:以下|以上|上述|下列|后续|今后)[^、,]{0,10}(?:任务|工作|措施|事项|内容|条款)|不再[^、,]{0,4}列|下同|首[位个家]|第一(?:[位个家]|责任|单位|顺位)|排名|排在|列在|不再列出|逗号|顿号|[标带加注]\*|\*(?:者|的|号|为)|星号"
)
_NAME_ENDS = re.compile(r"(?:组织部|(?:推进|协作|督导|督查|工作|协调|指导|参与|完成|统筹)[办室组局委处科队])$")
_SEPARATOR = re.compile(r"[、,;。\n /]|以及|(?<![普以推惠])及(?![时格其早])")
_AND = re.compile(
    r"(?<=[局厅委办司署部院府行队站司])(?<!党委)(?:和|与)(?=[^和与]{2,}(?:局|厅|委|办|署|部|院|公司|政府|会|行|队|中心|站)$)"
    r"|(?<=各地区|各部门|各单位)(?:和|与)(?=.{3})|(?<=部门|单位)和(?=各)"
)
_ETC = re.compile(r"(?<![高同平初中上优劣])等(?![级学额保教候离号])")
_EACH = re.compile(r"\s*各(?:设区的?)?[省市县区州盟旗]{1,3}(?:\([^()]*\))?")
_GOVERNMENTS = re.compile(r"[市县区州盟旗乡镇、]{1,6}(?:\([^()]*\))?(?:人民)?政府")
_WITH = re.compile(r"(?:负责|牵头)?会同|会商")
_NO_NAME = re.compile(
    r"(?:部门|单位|地区|机构|多部门|多个部门|其他|持续|长期|常年|全年|年内|立即|按时|及时|定期|适时|近期|中期|远期|常态化|长期坚持|持续开展)?"
    r"|.{0,12}(?:年|月|季度|日|底|末)(?:之|以)?[前内]|(?:每|按)[年月季周].*|\d+年"
)
_CALLED = re.compile(
    r"\((?:(?:以下|下称|下同|统称)[^()]*|[^()]{0,6}(?:长|书记|主任|主席|经理|负责人|联系人)[ :、]?[^()]{2,4})\)$"
)  # (以下简称…), (局长 张三)
_PREFIX = re.compile(r"\s*(?:由(?=.{2})|包括|主要由|分别由|(?:以及|和|与|为|是)(?=.{2}))?\s*")


@dataclass(frozen=True, slots=True)
class Named:
    """A unit's name at s[start:end], and what stands before it in the group: commas and semicolons."""

    start: int
    end: int
    role: Role
    starred: bool
    commas: int
    semicolons: int


def read(s: str, start: int, end: int, label: str = "") -> list[Named]:
    """The units named in s[start:end], in order; `label` is the head of the column for a cell of a table."""
    reader = _Reader(s)
    role = role_of(label)
    for a, b in _segments(s, start, end):
        reader.segment(a, b, role)
    return reader.names


def with_leads(names: list[Named], rule: Rule | None) -> list[Named]:
    """Where nobody is marked as leading, a star does, and without one the rule of the text decides."""
    if any(name.role == "lead" for name in names):
        return names
    starred = any(name.starred for name in names)
    return [
        replace(name, role="lead") if (name.starred if starred else _leads(rule, place, name)) else name
        for place, name in enumerate(names)
    ]


def _leads(rule: Rule | None, place: int, name: Named) -> bool:
    if name.role == "cooperating":
        return False
    if rule == "comma":
        return name.commas == 0
    if rule == "semicolon":
        return name.semicolons == 0
    return rule == "first" and place == 0


def role_of(words: str, default: Role = "responsible") -> Role:
    """The role that words like 牵头单位 or 负责牵头 give."""
    if re.search(_LEADING, words):
        return "lead"
    return "cooperating" if re.search(_COOPERATING, words) else default


def _label_role(label: str) -> Role:
    """The role of a label; one with a rule, as 牵头单位(首位):, leaves it to the rule who leads."""
    return "responsible" if _ENDS_NAMES.search(label) else role_of(label)


def _aside_role(words: str, default: Role) -> Role:
    """The role said in brackets after a name: 县教育局(牵头). A rule there speaks of all groups, not of this name."""
    return default if _ENDS_NAMES.search(words) else role_of(words, default)


def _segments(s: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches between semicolons, full stops and before labels, outside brackets."""
    depth, last = 0, start
    for place in range(start, end):
        sign = s[place]
        depth += (sign == "(") - (sign == ")")
        if sign == "(" and depth == 1 and place > last and _TAG.match(s, place, end):
            yield last, place
            last = place
        if depth > 0 or sign not in ";。\n, 、":
            continue
        if sign in ";。\n" or _labelled(s, place + 1, end):
            yield last, place
            last = place + 1
    yield last, end


def is_label_line(s: str, start: int, end: int) -> bool:
    """Whether these words begin with a label, so that they only add to the paragraph before them."""
    return bool(_LABEL.match(s, start, end) or _DUE_LABEL.match(s, start, end))


def _labelled(s: str, start: int, end: int) -> bool:
    return bool(_LABEL.match(s, start, end) or _OTHER_LABEL.match(s, start, end))


class _Reader:
    """Collects names; a role said after names counts for all of them since the last one said."""

    def __init__(self, s: str) -> None:
        self.s = s
        self.names: list[Named] = []
        self.pending = 0
        self.with_others = False
        self.commas = 0
        self.semicolons = 0

    def segment(self, start: int, end: int, role: Role) -> None:
        """One stretch, with or without a label at its head."""
        label = _LABEL.match(self.s, start, end)
        if label:
            start, role = label.end(), _label_role(label[0])
        elif _OTHER_LABEL.match(self.s, start, end):
            return
        self.pending, self.with_others = len(self.names), False
        for a, b, comma in _pieces(self.s, start, end):
            self.commas += comma
            if not self._piece(a, b, role):
                break
        self.semicolons += 1

    def _piece(self, start: int, end: int, role: Role) -> bool:
        """Names between two separators, with the role said after them. False where the names have ended."""
        aside = _IN_BRACKETS.search(self.s, start, end)
        words = self.s[start : aside.start()] if aside else self.s[start:end]
        if _ENDS_NAMES.search(words):
            return False
        tail = None if _NAME_ENDS.search(words) else _TAIL.search(words)
        said = start + tail.start() if tail else start + len(words)
        for a, b, lead in self._pairs(start, said):
            self._name(a, b, lead or (_aside_role(aside["words"], role) if aside and not tail else role))
        if tail:
            self._close(role_of(tail[0], default=role))
        return True

    def _name(self, start: int, end: int, role: Role) -> None:
        start, end, starred = _trimmed(self.s, start, end)
        if end - start < 2 or _NO_NAME.fullmatch(self.s, start, end) or not _plausible(self.s[start:end]):
            return
        self.names.append(Named(start, end, role, starred, self.commas, self.semicolons))

    def _close(self, role: Role) -> None:
        """The role just said belongs to all names since the last role."""
        if role != "responsible":
            for place in range(self.pending, len(self.names)):
                if self.names[place].role == "responsible":
                    self.names[place] = replace(self.names[place], role=role)
        self.pending, self.with_others = len(self.names), False

    def _pairs(self, start: int, end: int) -> Iterator[tuple[int, int, Role | None]]:
        """Names of one piece: A会同B, A等B, A和B. After 会同 all names of the stretch cooperate."""
        together = _WITH.search(self.s, start, end)
        if together and together.end() < end:
            yield from ((a, b, "lead") for a, b in _split(self.s, start, together.start()))
            start, self.with_others = together.end(), True
        role: Role | None = "cooperating" if self.with_others else None
        yield from ((a, b, role) for a, b in _split(self.s, start, end))


def _pieces(s: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Stretches between separators outside brackets, each with whether a comma stood before it."""
    depth, last, comma = 0, start, False
    for hit in re.finditer(r"[()]|" + _SEPARATOR.pattern, s[start:end]):
        if hit[0] in "()":
            depth += 1 if hit[0] == "(" else -1
        elif depth <= 0 and not _joins(s, last, start + hit.start(), start + hit.end(), end):
            yield last, start + hit.start(), comma
            comma, last = hit[0] == ",", start + hit.end()
    yield last, end, comma


def _joins(s: str, last: int, start: int, stop: int, end: int) -> bool:
    """Whether the separator stands within one collective: 各部门及单位, 各市、县人民政府."""
    if s[start] == "、":
        return bool(_EACH.fullmatch(s, last, start) and _GOVERNMENTS.match(s, stop, end))
    return (
        s[start] == "及"
        and re.match(r"(?:部门|单位|机构)(?:[、,;)\s按依负牵配落共分]|$)", s[stop : min(end, stop + 3)]) is not None
    )


def _split(s: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    last = start
    for hit in re.finditer(rf"[()]|{_ETC.pattern}|{_AND.pattern}", s[start:end]):
        inside = s.count("(", start, start + hit.start()) > s.count(")", start, start + hit.start())
        if hit[0] not in "()" and not inside:
            yield last, start + hit.start()
            last = start + hit.end()
    yield last, end


def _trimmed(s: str, start: int, end: int) -> tuple[int, int, bool]:
    prefix = _PREFIX.match(s, start, end)
    start = prefix.end() if prefix else start
    starred = False
    while start < end and s[start] in "*★△▲ ":
        starred |= s[start] != " "
        start += 1
    aside = _CALLED.search(s, start, end)
    end = aside.start() if aside else end
    while end > start and s[end - 1] in "*★△▲ 。":
        starred |= s[end - 1] in "*★△▲"
        end -= 1
    return start, end, starred


def _plausible(name: str) -> bool:
    """Whether it can be a name: no marks of a sentence, not too long, brackets in pairs."""
    return len(name) <= 40 and name.count("(") == name.count(")") and not re.search(r"[。:;《》\n]|\d{3}|\d月", name)
