"""问题和困难 (clauses 一(二), 三(一) 六是): raised from below, taken by an owner, answered, solved or explained.

Who raised a problem says whether the answer will do; until then it is not solved. Putting one on the agenda of the
joint conference stands with the meetings.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, added, said
from luoxiao.core.versions import claim
from luoxiao.organisations.models import NotAllowed, Region, Unit, User
from luoxiao.organisations.roles import Permission, Scope
from luoxiao.supervision.models import Problem

LONGEST_TEXT, LONGEST_ASKED, LONGEST_REASON = 2000, 300, 300  # characters
TRIES = 20  # as many people as raise a problem in the same moment
ENDED = (Problem.State.SOLVED, Problem.State.CLOSED)


class NoUnit(Refusal):
    code = "raiser-without-unit"
    sentence = _("账号“%(who)s”没有单位，没有提交。由系统管理员登记单位后再反映问题。")


class NotAKind(Refusal):
    code = "not-a-kind-of-problem"
    sentence = _("“%(kind)s”不是问题类别，没有提交。从列表中选择。")


class ProblemEnded(Refusal):
    code = "problem-ended"
    sentence = _("问题 %(number)s %(state)s，没有再次办理。仍有困难的，另行反映。")


class NotTaken(Refusal):
    code = "problem-not-taken"
    sentence = _("问题 %(number)s 还没有确定办理单位，没有答复。先确定办理单位。")


class AnswerOwn(Refusal):
    code = "answer-own"
    sentence = _("问题 %(number)s 由%(who)s反映，不能由本人答复或办结。请另一人办理。")


class NothingAnswered(Refusal):
    code = "nothing-answered"
    sentence = _("问题 %(number)s %(state)s，没有待评价的答复。答复后再评价。")


@dataclass(frozen=True)
class ProblemDraft:
    """What somebody raises. `clause_path` is empty where none is named; `place` None where it is of no one place."""

    kind: str
    text: str
    asked: str
    place: Region | None
    clause_path: str = ""
    is_rehearsal: bool = False


@transaction.atomic
def raise_problem(draft: ProblemDraft, *, by: User, at: datetime) -> Problem:
    """Put a problem on record under the next number of the year. Raises NoUnit, NotAKind, Unsaid, TooLong."""
    role = by.acting(Permission.RAISE_PROBLEM)
    if by.unit is None:
        raise NoUnit(who=by.full_name)
    if draft.kind not in Problem.Kind.values:
        raise NotAKind(kind=draft.kind[:20])
    problem = _numbered(
        Problem(
            kind=draft.kind,
            clause_path=draft.clause_path[:200],
            place=draft.place,
            unit=by.unit,
            text=said(_("问题和困难"), draft.text, limit=LONGEST_TEXT),
            asked=said(_("请求事项"), draft.asked, limit=LONGEST_ASKED),
            raised_by=by,
            raised_at=at,
            is_rehearsal=draft.is_rehearsal or by.is_rehearsal,
        )
    )
    after = {"kind": problem.kind, "clause": problem.clause_path, "place": str(problem.place or "")}
    told = {"text": problem.text, "asked": problem.asked, "version": problem.version}
    trail.record("problem.raise", by=by, at=at, role=role, subject=problem, after=after | told)
    return problem


def _numbered(problem: Problem) -> Problem:
    """Saved under the next free number; whoever takes the same one in this moment leaves the next."""
    for _again in range(TRIES):
        problem.number = _next_number(localtime(problem.raised_at).year)
        try:
            with transaction.atomic():
                problem.save(force_insert=True)
        except IntegrityError:
            continue
        return problem
    raise RuntimeError("no free number of a problem")


def _next_number(year: int) -> str:
    """2012-0012; five digits from the ten thousandth on."""
    numbers = Problem.objects.filter(number__startswith=f"{year}-").values_list("number", flat=True)
    last = max((int(number.partition("-")[2]) for number in numbers.order_by("-id")[:TRIES]), default=0)
    return f"{year}-{last + 1:04d}"


@transaction.atomic
def take_problem(problem: Problem, *, owner: Unit, seen: int, by: User, at: datetime) -> Problem:
    """受理: name the unit that answers. The office names any, others take what they see for their own unit.

    Raises NotAllowed, ProblemEnded, Stale.
    """
    role = by.acting(Permission.ANSWER_PROBLEM)
    if not _for_all(by) and (owner.pk != by.unit_id or not _sees(by, problem)):
        raise NotAllowed(Permission.ANSWER_PROBLEM)
    problem = open_problem(problem)
    claim(problem, seen)
    before = {"owner": str(problem.owner or ""), "state": problem.state}
    problem.owner, problem.state = owner, Problem.State.TAKEN
    problem.save(update_fields=["owner", "state"])
    after = {"owner": str(owner), "state": problem.state, "version": problem.version}
    trail.record("problem.take", by=by, at=at, role=role, subject=problem, before=before, after=after)
    return problem


@transaction.atomic
def answer_problem(problem: Problem, *, text: str, seen: int, by: User, at: datetime) -> Problem:
    """答复: by the owner or the office, never by who raised it; a later answer takes the place of the former.

    Raises NotAllowed, ProblemEnded, NotTaken, AnswerOwn, Stale, Unsaid, TooLong.
    """
    problem, role = _owned(problem, by)
    if problem.owner is None:
        raise NotTaken(number=problem.number)
    claim(problem, seen)
    problem.answer = said(_("答复"), text, limit=LONGEST_TEXT)
    problem.state, problem.is_content = Problem.State.ANSWERED, None
    problem.answered_by, problem.answered_at = by, at
    problem.save(update_fields=["answer", "state", "is_content", "answered_by", "answered_at"])
    after = {"answer": problem.answer, "version": problem.version}
    trail.record("problem.answer", by=by, at=at, role=role, subject=problem, after=after)
    return problem


@transaction.atomic
def say_content(problem: Problem, *, content: bool, remark: str, seen: int, by: User, at: datetime) -> Problem:
    """The unit that raised it says whether the answer will do: it is solved, or goes back to the owner with a reason.

    Raises NotAllowed for other units, ProblemEnded, NothingAnswered, Stale, Unsaid, TooLong.
    """
    role = by.acting(Permission.RAISE_PROBLEM)
    problem = _kept(problem)
    if problem.raised_by_id != by.pk and problem.unit_id != by.unit_id:
        raise NotAllowed(Permission.RAISE_PROBLEM)
    _refuse_ended(problem)
    if problem.state != Problem.State.ANSWERED:
        raise NothingAnswered(number=problem.number, state=problem.get_state_display())
    claim(problem, seen)
    reason = (added if content else said)(_("意见"), remark, limit=LONGEST_REASON)
    problem.is_content, problem.state = content, Problem.State.SOLVED if content else Problem.State.TAKEN
    problem.ended_at = at if content else None
    problem.save(update_fields=["is_content", "state", "ended_at"])
    after = {"content": content, "state": problem.state, "version": problem.version}
    action = "problem.content" if content else "problem.discontent"
    trail.record(action, by=by, at=at, role=role, subject=problem, after=after, reason=reason)
    return problem


@transaction.atomic
def solve_problem(problem: Problem, *, how: str, seen: int, by: User, at: datetime) -> Problem:
    """已解决: what was done, in words. Raises as `_end`, Unsaid, TooLong."""
    return _end(problem, Problem.State.SOLVED, said(_("解决情况"), how, limit=LONGEST_TEXT), seen=seen, by=by, at=at)


@transaction.atomic
def close_problem(problem: Problem, *, explanation: str, seen: int, by: User, at: datetime) -> Problem:
    """Not solved, and why, in words for who raised it. Raises as `_end`, Unsaid, TooLong."""
    why = said(_("未能解决的说明"), explanation, limit=LONGEST_TEXT)
    return _end(problem, Problem.State.CLOSED, why, seen=seen, by=by, at=at)


def _end(problem: Problem, state: Problem.State, words: str, *, seen: int, by: User, at: datetime) -> Problem:
    """Raises NotAllowed, ProblemEnded, AnswerOwn, Stale."""
    problem, role = _owned(problem, by)
    claim(problem, seen)
    problem.answer, problem.state = words, state
    problem.answered_by, problem.answered_at, problem.ended_at = by, at, at
    problem.save(update_fields=["answer", "state", "answered_by", "answered_at", "ended_at"])
    after = {"answer": words, "state": state, "version": problem.version}
    action = "problem.solve" if state == Problem.State.SOLVED else "problem.close"
    trail.record(action, by=by, at=at, role=role, subject=problem, after=after)
    return problem


def _owned(problem: Problem, by: User) -> tuple[Problem, str]:
    """The problem, locked, and the role in which this person answers for it.

    Raises NotAllowed where it is neither the owner's nor the office's, ProblemEnded, AnswerOwn.
    """
    role = by.acting(Permission.ANSWER_PROBLEM)
    problem = _kept(problem)
    if not _for_all(by) and (problem.owner_id is None or problem.owner_id != by.unit_id):
        raise NotAllowed(Permission.ANSWER_PROBLEM)
    _refuse_ended(problem)
    if problem.raised_by_id == by.pk:
        raise AnswerOwn(number=problem.number, who=by.full_name)
    return problem, role


def open_problem(problem: Problem) -> Problem:
    """The problem as it stands now, kept from others until this transaction ends. Raises ProblemEnded."""
    found = _kept(problem)
    _refuse_ended(found)
    return found


def _kept(problem: Problem) -> Problem:
    rows = Problem.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("owner", "unit", "place", "raised_by").get(pk=problem.pk)


def _refuse_ended(problem: Problem) -> None:
    if problem.state in ENDED:
        raise ProblemEnded(number=problem.number, state=problem.get_state_display())


def _for_all(by: User) -> bool:
    return by.scope_of(Permission.ANSWER_PROBLEM) is Scope.ALL


def _sees(by: User, problem: Problem) -> bool:
    return Problem.objects.visible_to(by).filter(pk=problem.pk).exists()
