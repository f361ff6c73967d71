"""Liaison (clause 三(二)): letters with their numbers, what was told, learnt and talked over, whom to speak to.

Letters and exchanges are only ever added to: a wrong one is followed by another that says what is right.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, added, said
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import NotAllowed, Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import cite
from luoxiao.supervision.actions.progress import Attachment, keep_file
from luoxiao.supervision.models import Ask, Contact, Exchange, Letter

NUMBER, SUBJECT, CLAUSE, WHOM, TEXT, MATTER, NAME = 60, 200, 200, 120, 4000, 80, 40  # characters


class NumberTaken(Refusal):
    code = "letter-number-taken"
    sentence = _("%(ministry)s的%(direction)s“%(number)s”已于 %(day)s 登记（%(subject)s），没有保存。核对文号。")


class DayToCome(Refusal):
    code = "liaison-day-to-come"
    sentence = _("日期 %(day)s 在今天之后，没有保存。来往发生后再登记。")


class OfAnotherMinistry(Refusal):
    code = "liaison-other-ministry"
    sentence = _("“%(about)s”对的是%(theirs)s，不是%(ministry)s，没有保存。改选部委或关联的事项。")


class AnswersItself(Refusal):
    code = "letter-same-direction"
    sentence = _("“%(number)s”也是%(direction)s，不能作为它的复函，没有保存。改选对方的来往函件，或者不选。")


class ContactEnded(Refusal):
    code = "contact-ended"
    sentence = _("%(person)s已于 %(day)s 不再是联系人，没有办理。需要的另行登记。")


class EndsBeforeBegin(Refusal):
    code = "contact-ends-early"
    sentence = _("截止日 %(day)s 早于起始日 %(begin)s，没有保存。改为起始日或以后。")


@dataclass(frozen=True)
class LetterDraft:
    """A letter as it stands on paper; `answers` is the letter of the other side that it replies to."""

    direction: str
    number: str
    ministry: Unit
    day: date
    subject: str
    clause_path: str = ""
    ask: Ask | None = None
    answers: Letter | None = None


@dataclass(frozen=True)
class ExchangeDraft:
    """What was told, learnt or talked over, with whom, and the units it was passed on to."""

    direction: str
    ministry: Unit
    day: date
    text: str
    with_whom: str
    ask: Ask | None = None
    passed_to: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class ContactDraft:
    """Whom to speak to on a matter; `reached_at` is an office's telephone or address, nothing private."""

    ministry: Unit
    matter: str
    person: str
    post: str
    reached_at: str
    valid_from: date


def _role(ask: Ask | None, by: User) -> str:
    """The role in which this person keeps liaison, and that of an ask only if they see it. Raises NotAllowed."""
    role = by.acting(Permission.KEEP_ASK)
    if ask is not None and not Ask.objects.visible_to(by).filter(pk=ask.pk).exists():
        raise NotAllowed(Permission.KEEP_ASK)
    return role


@transaction.atomic
def enter_letter(
    draft: LetterDraft, *, attachment: Attachment | None = None, rehearsal: bool = False, by: User, at: datetime
) -> Letter:
    """Put a letter on record; one that was issued here is tied to its paper by its number.

    Raises NotAllowed, NumberTaken, DayToCome, OfAnotherMinistry, AnswersItself, EvidenceTooLarge, EvidenceRefused,
    Unsaid, TooLong.
    """
    role = _role(draft.ask, by)
    letter = Letter(by=by, at=at, is_rehearsal=_of_rehearsal(draft.ask, rehearsal, by), **_values(draft, at))
    _refuse_taken(letter)
    letter.paper = _paper(letter)
    letter.file = keep_file(attachment, at) if attachment else None
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError:  # somebody entered the same letter in this very moment
        _refuse_taken(letter)
        raise
    after = {"direction": letter.direction, "number": letter.number, "ministry": letter.ministry.name}
    after |= {"day": str(letter.day), "subject": letter.subject, "clause": cite(letter.clause_path)}
    trail.record("letter.enter", by=by, at=at, role=role, subject=letter, after=after | _about(draft.ask))
    return letter


def _values(draft: LetterDraft, at: datetime) -> dict[str, Any]:
    _refuse_to_come(draft.day, at)
    _refuse_other(draft.ask, draft.ministry)
    if (former := draft.answers) is not None:
        if former.ministry_id != draft.ministry.pk:
            raise OfAnotherMinistry(about=former.number, theirs=former.ministry, ministry=draft.ministry)
        if former.direction == draft.direction:
            raise AnswersItself(number=former.number, direction=former.get_direction_display())
    return {
        "direction": Letter.Direction(draft.direction),
        "number": said(_("文号"), draft.number, limit=NUMBER),
        "ministry": draft.ministry,
        "day": draft.day,
        "subject": said(_("标题"), draft.subject, limit=SUBJECT),
        "clause_path": added(_("条款"), draft.clause_path, limit=CLAUSE)
        or (draft.ask.clause_path if draft.ask else ""),
        "ask": draft.ask,
        "answers": draft.answers,
    }


def _refuse_taken(letter: Letter) -> None:
    same = {"direction": letter.direction, "ministry": letter.ministry, "number": letter.number}
    if taken := Letter.objects.filter(**same).first():
        direction = taken.get_direction_display()
        raise NumberTaken(
            ministry=letter.ministry, direction=direction, number=taken.number, day=taken.day, subject=taken.subject
        )


def _paper(letter: Letter) -> Paper | None:
    """The letter issued here that bears this number."""
    if letter.direction != Letter.Direction.OUT:
        return None
    issued = Paper.objects.filter(kind=Paper.Kind.LETTER, state=Paper.State.ISSUED, is_rehearsal=letter.is_rehearsal)
    near = issued.filter(year=letter.day.year).order_by("id")
    return next((paper for paper in near if paper.doc_number == letter.number), None)


@transaction.atomic
def record_exchange(draft: ExchangeDraft, *, rehearsal: bool = False, by: User, at: datetime) -> Exchange:
    """Put on record what was told, learnt or talked over. Raises NotAllowed, DayToCome, OfAnotherMinistry, Unsaid."""
    role = _role(draft.ask, by)
    _refuse_to_come(draft.day, at)
    _refuse_other(draft.ask, draft.ministry)
    exchange = Exchange.objects.create(
        direction=Exchange.Direction(draft.direction),
        ministry=draft.ministry,
        ask=draft.ask,
        day=draft.day,
        text=said(_("内容"), draft.text, limit=TEXT),
        with_whom=said(_("对方"), draft.with_whom, limit=WHOM),
        by=by,
        at=at,
        is_rehearsal=_of_rehearsal(draft.ask, rehearsal, by),
    )
    exchange.passed_to.set(draft.passed_to)
    passed = sorted(unit.name for unit in draft.passed_to)
    after: dict[str, Any] = {"direction": exchange.direction, "ministry": draft.ministry.name, "day": str(exchange.day)}
    after |= {"with": exchange.with_whom, "text": exchange.text, "passed_to": passed}
    trail.record("exchange.record", by=by, at=at, role=role, subject=exchange, after=after | _about(draft.ask))
    return exchange


def _refuse_to_come(day: date, at: datetime) -> None:
    if day > at.date():
        raise DayToCome(day=day)


def _refuse_other(ask: Ask | None, ministry: Unit) -> None:
    if ask is not None and ask.ministry_id != ministry.pk:
        raise OfAnotherMinistry(about=ask.title, theirs=ask.ministry, ministry=ministry)


def _of_rehearsal(ask: Ask | None, rehearsal: bool, by: User) -> bool:
    """What is about an ask is as real as the ask."""
    return ask.is_rehearsal if ask else rehearsal or by.is_rehearsal


def _about(ask: Ask | None) -> dict[str, str]:
    return {"ask": ask.title} if ask else {}


@transaction.atomic
def add_contact(draft: ContactDraft, *, by: User, at: datetime) -> Contact:
    """Somebody to speak to from a day on. Raises NotAllowed, Unsaid, TooLong."""
    role = _role(None, by)
    contact = Contact.objects.create(
        ministry=draft.ministry,
        matter=said(_("事项"), draft.matter, limit=MATTER),
        person=said(_("联系人"), draft.person, limit=NAME),
        post=said(_("处室和职务"), draft.post, limit=MATTER),
        reached_at=said(_("办公电话或地址"), draft.reached_at, limit=WHOM),
        valid_from=draft.valid_from,
        entered_by=by,
    )
    after = {"ministry": draft.ministry.name, "matter": contact.matter, "person": contact.person, "post": contact.post}
    trail.record("contact.add", by=by, at=at, role=role, subject=contact, after=after)
    return contact


@transaction.atomic
def end_contact(contact: Contact, *, last_day: date, by: User, at: datetime) -> Contact:
    """No longer to be spoken to after this day. Raises NotAllowed, ContactEnded, EndsBeforeBegin."""
    role = _role(None, by)
    found = Contact.objects.select_for_update(no_key=True, of=("self",)).get(pk=contact.pk)
    if found.valid_to is not None:
        raise ContactEnded(person=found.person, day=found.valid_to)
    if last_day < found.valid_from:
        raise EndsBeforeBegin(day=last_day, begin=found.valid_from)
    found.valid_to = last_day
    found.save(update_fields=["valid_to"])
    trail.record("contact.end", by=by, at=at, role=role, subject=found, after={"last_day": last_day.isoformat()})
    return found
