"""会议纪要: the first draft of its prose, its live figures and its annexes (clauses 一(二), 三(二) 三是).

Decided points stand in the prose in their own words; how many there are and what became of former ones stays live.
Everything here is printed, so it is Chinese whatever language its reader uses.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import translation
from django.utils.timezone import localtime

from luoxiao.core.wording import month_day
from luoxiao.documents.actions import AnnexTable, FigureValue, Words
from luoxiao.documents.kinds import first_words
from luoxiao.documents.models import Paper
from luoxiao.plan.models import cite
from luoxiao.supervision import following
from luoxiao.supervision.following import Followed
from luoxiao.supervision.lights import Light
from luoxiao.supervision.models import Invitation, LightRule, Meeting
from luoxiao.supervision.wording import LIGHTS

_NUMERALS = "一二三四五六七八九十"
_BRACES = str.maketrans("{}", "（）")
_POINTS = (("序号", 0.7, "center"), ("议定事项", 5, "left"), ("牵头单位", 2.2, "left"), ("时限", 1.8, "center"))
_FOLLOWED = (*_POINTS, ("落实情况", 3.4, "left"))


@dataclass(frozen=True)
class Facts:
    """All that the minutes of one meeting rest on."""

    meeting: Meeting
    invited: tuple[Invitation, ...]
    decided: tuple[Followed, ...]
    former: tuple[Followed, ...]
    on: date
    soon_days: int

    @property
    def present(self) -> list[Invitation]:
        return [each for each in self.invited if each.attended]

    @property
    def excused(self) -> list[Invitation]:
        """Those who asked to be excused and did not come; who stayed away without a word is not among them."""
        return [each for each in self.invited if not each.attended and each.reply == Invitation.Reply.DECLINED]

    @property
    def done(self) -> list[Followed]:
        return [each for each in self.former if each.is_done]

    def light(self, each: Followed) -> Light:
        if each.task is None:
            return Light.DONE
        return each.task.verdict(today=self.on, soon_days=self.soon_days).light


def facts_of(meetings: Collection[int], at: datetime) -> dict[int, Facts]:
    """By id of the meeting; six queries however many there are."""
    found = Meeting.objects.filter(pk__in=meetings).select_related("body").prefetch_related("invitations__unit")
    rows, on = list(found.order_by("id")), localtime(at).date()
    bodies = {meeting.body_id for meeting in rows}
    points, held = following.decided(bodies), following.held(bodies)
    soon = LightRule.objects.on(on).soon_days
    return {meeting.pk: _facts(meeting, points, held, on, soon) for meeting in rows}


def _facts(meeting: Meeting, points: Sequence[Followed], held: Sequence[Meeting], on: date, soon_days: int) -> Facts:
    return Facts(
        meeting=meeting,
        invited=tuple(meeting.invitations.all()),
        decided=tuple(each for each in points if each.decision.meeting_id == meeting.pk),
        former=tuple(following.opening(meeting, points, held)),
        on=on,
        soon_days=soon_days,
    )


def figures(facts: Facts) -> dict[str, FigureValue]:
    """Every figure by the name between braces."""
    given = [each for each in facts.decided if each.decision.lead_id]
    late = [each for each in facts.former if facts.light(each) is Light.LATE]
    values = (
        ("参会单位数", "参会单位", len(facts.present), "个", "到会登记"),
        ("请假单位数", "请假单位", len(facts.excused), "个", "回复和到会登记"),
        ("议定事项数", "本次议定事项", len(facts.decided), "项", "议定事项登记"),
        ("交办事项数", "本次交办事项", len(given), "项", "议定事项登记"),
        ("前次议定数", "此前议定事项", len(facts.former), "项", "议定事项的任务"),
        ("前次办结数", "此前议定事项中已办结", len(facts.done), "项", "议定事项的任务"),
        ("前次未办结数", "此前议定事项中未办结", len(facts.former) - len(facts.done), "项", "议定事项的任务"),
        ("前次逾期数", "此前议定事项中逾期", len(late), "项", "议定事项的任务"),
    )
    title = facts.meeting.title
    return {
        key: FigureValue(key, label, str(count), unit, f"meeting.{number}", f"《{title}》{source}")
        for number, (key, label, count, unit, source) in enumerate(values, 1)
    }


def annexes(facts: Facts) -> list[AnnexTable]:
    """What was decided, and what became of former points; each only where there is any."""
    with translation.override("zh-hans"):
        made = [
            AnnexTable("议定事项分工表", _POINTS, tuple(_row(n, each) for n, each in enumerate(facts.decided, 1))),
            AnnexTable(
                "此前议定事项落实情况",
                _FOLLOWED,
                tuple((*_row(n, each), _outcome(facts, each)) for n, each in enumerate(facts.former, 1)),
            ),
        ]
    return [annex for annex in made if annex.rows]


def _row(number: int, each: Followed) -> tuple[str, str, str, str]:
    decision = each.decision
    lead = each.task.lead if each.task else decision.lead
    return (str(number), decision.text, lead.short_name if lead else "—", _day(each))


def _day(each: Followed) -> str:
    due = each.task.due if each.task else each.decision.due
    return due.isoformat() if due else "—"


def _outcome(facts: Facts, each: Followed) -> str:
    if each.task is None:
        return "供了解" if each.decision.lead_id is None else "任务已撤销"
    news = each.task.latest_news
    return f"{LIGHTS[facts.light(each)]}" + (f"：{news}" if news else "")


def words(facts: Facts) -> Words:
    """The words of a new draft."""
    return first_words(
        Paper.Kind.MINUTES,
        title=f"{facts.meeting.title}纪要",
        body=prose(facts),
        attended="、".join([facts.meeting.chair, *(_named(each) for each in facts.present)]),
        excused="、".join(_named(each) for each in facts.excused),
    )


def _named(each: Invitation) -> str:
    who = each.agent if each.reply == Invitation.Reply.AGENT else each.person
    return f"{each.unit.short_name}{who}"


def prose(facts: Facts) -> str:
    """The draft's markup: a line is a paragraph, 一、（一） are levels, braces are figures."""
    with translation.override("zh-hans"):
        parts = [part for part in (_former(facts), _discussed(facts), _decided(facts)) if part]
        begins = localtime(facts.meeting.begins_at)
        said = [
            f"{begins.year}年{begins.month}月{begins.day}日，{_plain(facts.meeting.chair)}在{_plain(facts.meeting.place)}"
            f"主持召开{_plain(facts.meeting.title)}，{{参会单位数}}个单位参加。现将会议情况纪要如下。"
        ]
        for number, (heading, *lines) in enumerate(parts):
            said += [f"{_NUMERALS[number]}、{heading}", *lines]
    return "\n".join(said)


def _plain(text: str) -> str:
    """Without braces, which would ask for a figure."""
    return text.translate(_BRACES)


def _former(facts: Facts) -> list[str]:
    if not facts.former:
        return []
    said = (
        "此前议定{前次议定数}项，已办结{前次办结数}项，未办结{前次未办结数}项，其中逾期{前次逾期数}项，逐项情况见附件。"
    )
    return ["此前议定事项落实情况", said]


def _discussed(facts: Facts) -> list[str]:
    lines = [_plain(line.strip()) for line in facts.meeting.minutes.splitlines() if line.strip()]
    return ["会议讨论情况", *lines] if lines else []


def _decided(facts: Facts) -> list[str]:
    if not facts.decided:
        return []
    count = "会议议定{议定事项数}项，其中交办{交办事项数}项。"
    return ["议定事项", count, *(_point(number, each) for number, each in enumerate(facts.decided))]


def _point(number: int, each: Followed) -> str:
    """（一）提高标准。由社会救助司牵头，12月31日前完成（四（二）3）。"""
    decision = each.decision
    text = _plain(decision.text).rstrip("。")
    said = f"（{_numeral(number)}）{text}。"
    if decision.lead:
        said += f"由{decision.lead.short_name}牵头，{month_day(decision.due)}前完成"
        said += f"（{cite(decision.clause_path)}）。" if decision.clause_path else "。"
    return said


def _numeral(number: int) -> str:
    """一 to 九十九 of 0 to 98."""
    tens, ones = divmod(number + 1, 10)
    said = ("" if tens < 2 else _NUMERALS[tens - 1]) + ("十" if tens else "")
    return said + (_NUMERALS[ones - 1] if ones else "")
