"""The units in a group: names as printed, without labels and roles, and who of them leads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from luoxiao.plan.parse.leads import Rule
from luoxiao.plan.parse.model import Role

_ROLE_NOUN = r"(?:单位|部门|处室|科室|司局|机构|主体|地区|股室|县区|区县|乡镇|街道|企业|方)"
_TASK = r"(?:责任|牵头|负责|配合|协办|主办|协同|参与|参加|承办|实施|落实|完成|协助|主责|督办|协作|主要)"
LABEL = rf"(?:各|主要|第一|市级|省级|县级|区级|州级|市直|省直|县直)?{_TASK}{{1,3}}{_ROLE_NOUN}?(?:及|和|、)?(?:{_TASK}{_ROLE_NOUN})?"
_LABEL = re.compile(rf"\s*(?:{LABEL}|单位|部门):")
_OTHER_LABEL = re.compile(
    r"\s*[^:,、()]{0,8}(?:时限|时间|期限|进度|领导|责任人|联系人|负责人|成果|目标|要求|措施)[^:,、()]{0,4}:"
)
_LEADING = r"(?:牵头|主办|总牵头|领办)"
_COOPERATING = r"(?:配合|协办|协助|参与|参加|协同|协作|支持)"
_DOING = (
    r"(?:负责|落实|实施|组织|推进|完成|承担|承办|督促|指导|统筹|抓|抓好|做好|抓总|总抓|开展|相关工作|工作|等工作|分工)"
)
_TAIL = re.compile(
    rf"(?:(?:按照?|依据?|根据|结合)(?:各自|相关|有关|部门|工作|法定)*(?:职责|职能|权限|分工|任务|要求|业务)[^,、;]*"
    rf"|(?:共同|分别|分头|分级|具体|联合|密切|积极|全力|予以|各负其责)*(?:{_LEADING}|{_COOPERATING}|{_DOING}){{1,6}}"
    rf"|各负其责|分工负责)$"
)
_RULE_WORDS = re.compile(r"下同|首位|第一位|第一个|为牵头|按职责分工$|不再列出|排名不分先后")
_SEPARATOR = re.compile(r"[、,;。\n ]|以及|(?<![普以])及(?![时格其])")
_AND = re.compile(r"(?<=[局厅委办司署院部府会])(?:和|与)(?=(?:省|市|县|区|国家|各|中国|有关|相关|国务院)[^和]*)")
_ETC = re.compile(r"(?<![高同平初中])等(?![级学额保教候])")
_WITH = re.compile(r"(?:负责)?会同|(?:牵头)?会商|联合(?=[^会社])")
_GENERIC = re.compile(r"(?:有关|相关)?(?:部门|单位|地区|机构)?")


@dataclass(frozen=True, slots=True)
class Named:
    """A unit's name at s[start:end]."""

    start: int
    end: int
    role: Role
    marked: bool = False  # with a star
    after_comma: int = 0  # commas in the group before it
    after_semicolon: int = 0


def read(s: str, start: int, end: int, rule: Rule | None = None) -> list[Named]:
    """The units named in s[start:end], in order. A rule of the text decides who leads where the group does not say."""
    reader = _Reader(s)
    for a, b in _segments(s, start, end):
        reader.segment(a, b)
    return _apply(rule, reader.names)


def _segments(s: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches between semicolons, full stops and before labels, outside brackets."""
    depth, last = 0, start
    for place in range(start, end):
        depth += (s[place] == "(") - (s[place] == ")")
        if (depth <= 0 and s[place] in ";。\n") or (depth <= 0 and place > last and s[place] in ", 、" and _LABEL.match(s, place + 1, end)) or (depth <= 0 and place > last and s[place] in ", 、" and _OTHER_LABEL.match(s, place + 1, end)):
            yield last, place
            last = place + 1
    yield last, end


class _Reader:
    """Collects names; a role said after names counts for all of them since the last one said."""

    def __init__(self, s: str) -> None:
        self.s = s
        self.names: list[Named] = []
        self.pending = 0
        self.commas = 0
        self.semicolons = 0

    def segment(self, start: int, end: int) -> None:
        """One stretch, with or without a label at its head."""
        label = _LABEL.match(self.s, start, end)
        role: Role = "responsible"
        if label:
            start, role = label.end(), _role(label[0])
        elif _OTHER_LABEL.match(self.s, start, end):
            return
        self.pending = len(self.names)
        for a, b, comma in _pieces(self.s, start, end):
            self.commas += comma
            if not self._piece(a, b, role):
                break
        self.semicolons += 1

    def _piece(self, start: int, end: int, role: Role) -> bool:
        """Names between two separators, with the role said after them. False where the names have ended."""
        words = self.s[start:end]
        if _RULE_WORDS.search(words):
            return False
        tail = _TAIL.search(words)
        said = end
        if tail and not _is_name(words):
            said = start + tail.start()
        for a, b, lead in _split_pairs(self.s, start, said):
            self._name(a, b, lead or role)
        if tail and said < end:
            self._close(_role(tail[0], default=role))
        return True

    def _name(self, start: int, end: int, role: Role) -> None:
        start, end, starred = _trimmed(self.s, start, end)
        if end - start < 2 or _GENERIC.fullmatch(self.s, start, end) or not _plausible(self.s[start:end]):
            return
        self.names.append(Named(start, end, role, starred, self.commas, self.semicolons))

    def _close(self, role: Role) -> None:
        """The role just said belongs to all names since the last role."""
        if role != "responsible":
            for place in range(self.pending, len(self.names)):
                if self.names[place].role == "responsible":
                    self.names[place] = replace(self.names[place], role=role)
        self.pending = len(self.names)


def _role(words: str, default: Role = "responsible") -> Role:
    if re.search(_LEADING, words):
        return "lead"
    if re.search(_COOPERATING, words):
        return "cooperating"
    return default


_NAME_ENDS = re.compile(r"(?:组织部|推进办|协作办|督查室|督促检查室|指导委|指导中心|协作局|促进局)$")


def _is_name(words: str) -> bool:
    return _NAME_ENDS.search(words) is not None


def _pieces(s: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Stretches between separators outside brackets, each with whether a comma stood before it."""
    depth, last, comma = 0, start, False
    place = start
    while place < end:
        sign = s[place]
        depth += (sign == "(") - (sign == ")")
        found = _SEPARATOR.match(s, place, end) if depth <= 0 else None
        if found and not _joined(s, place, found.end(), end):
            yield last, place, comma
            comma = sign == ","
            last = place = found.end()
            continue
        place += 1
    yield last, end, comma


def _joined(s: str, start: int, stop: int, end: int) -> bool:
    """Whether 及 joins two nouns of one collective: 各部门及单位."""
    return (
        s[start] == "及"
        and re.match(r"(?:部门|单位|机构|其)(?=[、,;)]|按|$|\s)", s[stop : min(end, stop + 3)]) is not None
    )


def _split_pairs(s: str, start: int, end: int) -> Iterator[tuple[int, int, Role | None]]:
    """Names of one piece: A会同B, A等B, A和B."""
    together = _WITH.search(s, start + 2, end) if end - start > 4 else None
    if together and together.end() < end:
        yield from ((a, b, "lead") for a, b, _ in _split_pairs(s, start, together.start()))
        yield from ((a, b, "cooperating") for a, b, _ in _split_pairs(s, together.end(), end))
        return
    last = start
    for found in [*_cuts(s, start, end)]:
        yield last, found[0], None
        last = found[1]
    yield last, end, None


def _cuts(s: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth = 0
    place = start
    while place < end:
        depth += (s[place] == "(") - (s[place] == ")")
        found = depth <= 0 and (_ETC.match(s, place, end) or _AND.match(s, place, end))
        if found:
            yield found.span()
            place = found.end()
        else:
            place += 1


_PREFIX = re.compile(r"\s*(?:由(?=.{2})|包括|主要由|分别由|[\d①-⑳]+[.)、]?(?=[^\d]))?\s*")


def _trimmed(s: str, start: int, end: int) -> tuple[int, int, bool]:
    prefix = _PREFIX.match(s, start, end)
    start = prefix.end() if prefix else start
    starred = False
    while start < end and s[start] in "*★ ":
        starred |= s[start] in "*★"
        start += 1
    while end > start and s[end - 1] in "*★ 。":
        starred |= s[end - 1] in "*★"
        end -= 1
    return start, end, starred


def _plausible(name: str) -> bool:
    """Whether it can be a name: no marks of a sentence, not too long, brackets in pairs."""
    return len(name) <= 40 and name.count("(") == name.count(")") and not re.search(r"[。:;《》\n]|\d{3}", name)


def _apply(rule: Rule | None, names: list[Named]) -> list[Named]:
    """Where nobody is marked as leading, the rule of the text decides."""
    if any(name.role == "lead" for name in names) or not names:
        return names
    if any(name.marked for name in names):
        return [replace(name, role="lead" if name.marked else name.role) for name in names]
    if rule in (None, "star"):
        return names
    return [replace(name, role="lead" if _leads(rule, place, name) else name.role) for place, name in enumerate(names)]


def _leads(rule: Rule | None, place: int, name: Named) -> bool:
    if rule == "comma":
        return name.after_comma == 0
    return name.after_semicolon == 0 if rule == "semicolon" else place == 0
