"""3,000 invented counties with a call, and the rows that what they send is stored in."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db import transaction
from tools.bench.intake import AT, PERIOD

from luoxiao.organisations.models import Unit, User
from luoxiao.returns.entries import control_total, values_of
from luoxiao.returns.form import Entry, Form
from luoxiao.returns.models import Call, Return, Submission, Template

Taken = Sequence[tuple[int, bytes, dict[str, Entry]]]


def respondents(count: int, form: Form) -> dict[str, int]:
    """By code of the unit the id of its return."""
    user = _user()
    units = Unit.objects.bulk_create(
        Unit(
            code=f"bench-{n}",
            name=f"演练{n}县民政局",
            short_name=f"演练{n}县",
            kind="county",
            source="演练",
            confidence="low",
        )
        for n in range(count)
    )
    template = Template.objects.create(code=form.template, name=form.name, period="quarter", made_at=AT, adopted_at=AT)
    call = Call.objects.create(
        title="演练",
        template=template,
        period=PERIOD,
        issued_by=units[0],
        is_rehearsal=True,
        state=Call.State.OPEN,
        opens_on=date(2012, 10, 15),
        due=date(2012, 10, 31),
        made_by=user,
        made_at=AT,
        opened_by=user,
        opened_at=AT,
    )
    returns = Return.objects.bulk_create(Return(call=call, unit=unit) for unit in units)
    return {unit.code: each.pk for unit, each in zip(units, returns, strict=True)}


def _user() -> User:
    return User.objects.get_or_create(username="bench", defaults={"full_name": "演练"})[0]


def store_returns() -> Callable[[Taken], None]:
    """Keeps a batch of returns: one row each, with the lines, their cells, the file's hash, who and when."""
    user = _user()

    def store(taken: Taken) -> None:
        with transaction.atomic():
            Submission.objects.bulk_create(_submission(user, *each) for each in taken)

    return store


def _submission(user: User, filed: int, digest: bytes, entries: dict[str, Entry]) -> Submission:
    return Submission(
        filed_id=filed,
        number=1,
        receipt=f"演练-{filed}-1",
        way=Submission.Way.WORKBOOK,
        sha256=digest.hex(),
        values=values_of(entries),
        lines=len(entries),
        control_total=control_total(entries),
        by=user,
        at=AT,
    )
