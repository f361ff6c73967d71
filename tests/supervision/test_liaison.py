"""Letters, exchanges and contacts: put on record once, tied to the right ministry, never changed."""

from datetime import date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from luoxiao.core import trail
from luoxiao.core.refusals import Unsaid
from luoxiao.organisations.models import Area, NotAllowed, Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import Attachment, ContactDraft, LetterDraft
from luoxiao.supervision.models import Ask, Contact, Exchange, Letter
from tests.conftest import make_user
from tests.supervision.asks_scene import draft, exchange, letter, make_areas, ministries

pytestmark = pytest.mark.django_db


@pytest.fixture
def areas() -> list[Area]:
    return make_areas()


@pytest.fixture
def units() -> tuple[Unit, Unit]:
    return ministries()


@pytest.fixture
def ask(units: tuple[Unit, Unit], bureau: Unit, areas: list[Area], clerk: User, at: datetime) -> Ask:
    return actions.open_ask(draft(units[0], bureau, areas), by=clerk, at=at)


def test_a_letter_is_kept_with_its_number_and_its_clause(ask: Ask, clerk: User, at: datetime) -> None:
    kept = letter(ask, clerk, at)
    assert (kept.number, kept.clause_path, kept.ask) == ("民函〔2012〕1号", "四/(一)/1", ask)
    assert trail.history(kept)[0].after["ask"] == "提高标准"


def test_a_number_is_used_once_in_each_direction(ask: Ask, clerk: User, at: datetime) -> None:
    letter(ask, clerk, at)
    with pytest.raises(actions.NumberTaken) as refused:
        letter(ask, clerk, at, subject="另一件")
    assert "民函〔2012〕1号" in str(refused.value)
    assert "商请函" in str(refused.value)
    assert letter(ask, clerk, at, direction="in")
    assert Letter.objects.count() == 2


def test_two_ministries_may_use_one_number(ask: Ask, units: tuple[Unit, Unit], clerk: User, at: datetime) -> None:
    letter(ask, clerk, at, direction="in")
    assert letter(ask, clerk, at, direction="in", ministry=units[1], ask=None)


def test_the_database_holds_a_number_once(ask: Ask, clerk: User, at: datetime) -> None:
    kept = letter(ask, clerk, at)
    same = {"direction": "out", "ministry": kept.ministry, "number": kept.number, "day": kept.day, "subject": "再"}
    with pytest.raises(IntegrityError, match=r"letter_number_once|UNIQUE"), transaction.atomic():
        Letter.objects.create(**same, by=clerk, at=at)


def test_of_two_who_enter_one_letter_at_once_the_second_is_told(
    ask: Ask, clerk: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from luoxiao.supervision.actions import liaison

    look, looked = liaison._refuse_taken, []

    def late(made: Letter) -> None:
        """The first look comes before the other's letter is there."""
        looked.append(made)
        if len(looked) > 1:
            look(made)

    letter(ask, clerk, at)
    monkeypatch.setattr(liaison, "_refuse_taken", late)
    with pytest.raises(actions.NumberTaken):
        letter(ask, clerk, at)
    assert Letter.objects.count() == 1


def test_a_reply_answers_the_other_side_of_the_same_ministry(
    ask: Ask, units: tuple[Unit, Unit], clerk: User, at: datetime
) -> None:
    sent = letter(ask, clerk, at)
    with pytest.raises(actions.AnswersItself, match="发文"):
        letter(ask, clerk, at, number="2号", answers=sent)
    with pytest.raises(actions.OfAnotherMinistry, match="某改委"):
        letter(ask, clerk, at, direction="in", number="2号", ministry=units[1], ask=None, answers=sent)
    reply = letter(ask, clerk, at, direction="in", number="2号", answers=sent)
    assert list(sent.replies.order_by("pk")) == [reply]


def test_what_is_about_an_ask_is_with_its_ministry(
    ask: Ask, units: tuple[Unit, Unit], clerk: User, at: datetime
) -> None:
    with pytest.raises(actions.OfAnotherMinistry):
        letter(ask, clerk, at, ministry=units[1])
    with pytest.raises(actions.OfAnotherMinistry, match="提高标准"):
        exchange(ask, clerk, at, ministry=units[1])


def test_nothing_is_entered_before_it_happened(ask: Ask, clerk: User, at: datetime) -> None:
    for enter in (letter, exchange):
        with pytest.raises(actions.DayToCome, match="2012-10-16"):
            enter(ask, clerk, at, day=date(2012, 10, 16))
    assert letter(ask, clerk, at, day=date(2012, 10, 15))


def test_letters_and_exchanges_are_only_added_to(ask: Ask, clerk: User, at: datetime) -> None:
    for kept in (letter(ask, clerk, at), exchange(ask, clerk, at)):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            type(kept)._default_manager.filter(pk=kept.pk).update(day=date(2012, 1, 1))
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            type(kept)._default_manager.filter(pk=kept.pk).delete()


def test_an_exchange_says_to_whom_it_was_passed_on(ask: Ask, clerk: User, other_bureau: Unit, at: datetime) -> None:
    said = exchange(ask, clerk, at, passed_to=(other_bureau,))
    assert list(said.passed_to.order_by("pk")) == [other_bureau]
    assert trail.history(said)[0].after["passed_to"] == ["社会救助司"]
    with pytest.raises(Unsaid, match="内容"):
        exchange(ask, clerk, at, text=" ")


def test_a_stranger_writes_nothing_about_an_ask_they_do_not_see(ask: Ask, stranger: User, at: datetime) -> None:
    for enter in (letter, exchange):
        with pytest.raises(NotAllowed):
            enter(ask, stranger, at)
    with pytest.raises(NotAllowed):
        letter(ask, make_user("ld", "leading-group"), at)


def test_three_people_see_what_they_should(
    ask: Ask, units: tuple[Unit, Unit], clerk: User, stranger: User, reviewer: User, at: datetime
) -> None:
    of_ask, general = letter(ask, clerk, at), letter(ask, clerk, at, number="9号", ask=None)
    county = make_user("xian", "county")
    for person, seen in (
        (clerk, {of_ask, general}),
        (reviewer, {of_ask, general}),
        (stranger, {general}),
        (county, set()),
    ):
        assert set(Letter.objects.visible_to(person)) == seen
    exchange(ask, clerk, at)
    assert [Exchange.objects.visible_to(person).count() for person in (clerk, reviewer, stranger)] == [1, 1, 0]


def test_a_scan_is_kept_with_the_letter(ask: Ask, units: tuple[Unit, Unit], clerk: User, at: datetime) -> None:
    made = LetterDraft("in", "来5号", units[0], date(2012, 9, 1), "复函", ask=ask)
    kept = actions.enter_letter(made, attachment=Attachment("复函.txt", "同意".encode()), by=clerk, at=at)
    assert kept.file is not None
    assert kept.file.name == "复函.txt"


def test_what_is_about_a_rehearsed_ask_is_rehearsed(
    units: tuple[Unit, Unit], bureau: Unit, areas: list[Area], clerk: User, at: datetime
) -> None:
    rehearsed = actions.open_ask(draft(units[0], bureau, areas), rehearsal=True, by=clerk, at=at)
    assert letter(rehearsed, clerk, at).is_rehearsal
    assert exchange(rehearsed, clerk, at).is_rehearsal


def contact(ministry: Unit, by: User, at: datetime) -> Contact:
    made = ContactDraft(ministry, "低保", "某人", "某司某处", "办公电话", date(2012, 9, 1))
    return actions.add_contact(made, by=by, at=at)


def test_a_contact_holds_until_a_day(units: tuple[Unit, Unit], clerk: User, at: datetime) -> None:
    kept = contact(units[0], clerk, at)
    with pytest.raises(actions.EndsBeforeBegin, match="2012-08-31"):
        actions.end_contact(kept, last_day=date(2012, 8, 31), by=clerk, at=at)
    assert actions.end_contact(kept, last_day=date(2012, 9, 30), by=clerk, at=at).valid_to == date(2012, 9, 30)
    with pytest.raises(actions.ContactEnded, match="某人"):
        actions.end_contact(kept, last_day=date(2012, 10, 1), by=clerk, at=at)
    assert [line.action for line in trail.history(kept)] == ["contact.end", "contact.add"]


def test_who_keeps_no_liaison_enters_no_contact(units: tuple[Unit, Unit], clerk: User, at: datetime) -> None:
    leader = make_user("ld", "leading-group")
    with pytest.raises(NotAllowed):
        contact(units[0], leader, at)
    kept = contact(units[0], clerk, at)
    with pytest.raises(NotAllowed):
        actions.end_contact(kept, last_day=date(2012, 10, 1), by=leader, at=at)
