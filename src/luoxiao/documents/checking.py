"""What a kind of paper may not be: 报告 asks for nothing, 请示 asks one thing of one office (中办发〔2012〕14号).

Words in, faults out. A fault is said with its line, so that whoever checks the paper finds it; they may hold against it
that it is none, with a reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

TITLES = {"circular": "通报", "report": "报告", "request": "请示", "letter": "函", "minutes": "纪要", "slip": "督办单"}
# Words by which an office asks for something. 请示 within a report (经请示国务院同意) tells of a past one.
_ASKS = re.compile(
    r"(?:请|恳请|敬请|妥否，?请|当否，?请)(?:予以?|给予)?(?:批示|审批|批准|审示|指示|核准|批复|同意|支持|拨付|下达|安排|解决|增加|核拨|审定)"
    r"|(?:请求|申请|恳请|建议|望|希望)(?:部|中央|国务院|上级|贵\w)?(?:予以|给予)?(?:批准|同意|拨付|核拨|增拨)"
)
_CLOSES = re.compile(r"^(?:以上|上述)?(?:请示|意见|事项)?[，,]?(?:妥否|当否|是否妥当|可否)")
_BETWEEN = re.compile(r"[、，,；;](?![^（]*）)")  # not within brackets: 24县（市、区）民政局
_SAID = 40  # characters of a sentence that are quoted


@dataclass(frozen=True)
class Fault:
    """Why a paper is not of its kind. Codes: title, report-asks, several-addressees, asks-nothing, several-matters."""

    code: str
    params: dict[str, object] = field(default_factory=dict)


def faults(kind: str, *, title: str, addressee: str, body: str) -> tuple[Fault, ...]:
    """What stands against issuing these words as a paper of this kind (a code of Paper.Kind)."""
    return (*_title(kind, title), *_report(kind, body), *_request(kind, addressee, body))


def asks(body: str) -> tuple[tuple[int, str], ...]:
    """(number of the line from 1, the sentence) of everything that asks for something."""
    lines = enumerate((line for line in body.split("\n") if line.strip()), 1)
    return tuple((number, said) for number, line in lines for said in _sentences(line) if _ASKS.search(said))


def addressees(names: str) -> tuple[str, ...]:
    """The offices that a paper goes to."""
    return tuple(name.strip() for name in _BETWEEN.split(names.rstrip("：:")) if name.strip())


def _title(kind: str, title: str) -> Iterator[Fault]:
    """A title ends with the name of its kind; 请示报告 is none."""
    name = TITLES.get(kind)
    mixed = kind in ("report", "request") and re.search("请示报告|报告请示", title)
    if name and (mixed or not title.strip().endswith(name)):
        yield Fault("title", {"kind": name})


def _report(kind: str, body: str) -> Iterator[Fault]:
    if kind == "report":
        for number, said in asks(body):
            yield Fault("report-asks", {"line": number, "said": said[:_SAID]})


def _request(kind: str, addressee: str, body: str) -> Iterator[Fault]:
    if kind != "request":
        return
    offices = addressees(addressee)
    if len(offices) > 1 or addressee.startswith("各"):
        yield Fault("several-addressees", {"count": len(offices), "names": "、".join(offices)})
    asked = asks(body)
    matters = [(number, said) for number, said in asked if not _CLOSES.match(said)]
    if not asked:
        yield Fault("asks-nothing")
    elif len({number for number, _said in matters}) > 1:
        yield Fault("several-matters", {"lines": "、".join(str(n) for n in sorted({n for n, _said in matters}))})


def _sentences(line: str) -> list[str]:
    return [said.strip() for said in re.split("[。；！？]", line) if said.strip()]
