"""What the workbench says a person is to do: a duty of any kind, the returns among them, and the day's reminders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core.wording import month_day, period_words
from luoxiao.desk import returns
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.returns import wording
from luoxiao.returns.models import Reminder
from luoxiao.supervision.lights import Light

SHOWN = 8


@dataclass(frozen=True)
class Duty:
    """Something this person is to do."""

    light: str
    when: str
    title: str
    about: str
    address: str
    is_rehearsal: bool = False


@dataclass(frozen=True)
class Reminded:
    """A reminder of one return, in the words in which it went out."""

    sentence: str
    address: str
    is_rehearsal: bool


def shown(owed: Sequence[Duty], others: Sequence[Duty]) -> list[Duty]:
    """Returns first, since a date runs for them; where both do not fit, neither keeps the other from half the list."""
    most = max(SHOWN // 2, SHOWN - len(others))
    first = list(owed[:most])
    return first + list(others[: SHOWN - len(first)])


def returns_owed(user: User, today: date, soon_days: int) -> list[Duty]:
    """The returns that wait for this person, the nearest due date first."""
    if not user.may(Permission.SEE_RETURNS):
        return []
    return [_duty(each, today, soon_days) for each in returns.duties(user, today)]


def _duty(each: returns.Duty, today: date, soon_days: int) -> Duty:
    """While it lies with this person's own unit the days to the due date are said, later whose and how it stands."""
    said = {"do": each.to_do, "unit": each.unit, "call": each.title}
    about = _("%(period)s，截止 %(due)s") % {"period": period_words(each.period), "due": month_day(each.due)}
    address = reverse("return", args=(each.pk,))
    if not each.when:
        title = _("%(do)s %(unit)s“%(call)s”") % said
        return Duty(each.standing.light, each.standing.words, title, about, address, each.is_rehearsal)
    light = _light((each.due - today).days, soon_days)
    about = f"{about}，{each.standing.words}"
    return Duty(light, each.when, _("%(do)s“%(call)s”") % said, about, address, each.is_rehearsal)


def _light(days: int, soon_days: int) -> Light:
    if days < 0:
        return Light.LATE
    return Light.SOON if days <= soon_days else Light.OK


def digest(user: User, today: date) -> list[Reminded]:
    """What the clock reminded this person's unit of today and is still owed; one more than is shown, to tell."""
    found = Reminder.objects.digest(user, today)[: SHOWN + 1]
    return [
        Reminded(
            wording.reminder(each.filed, each.kind, left=(each.filed.call.due - today).days),
            reverse("return", args=(each.filed_id,)),
            each.filed.call.is_rehearsal,
        )
        for each in found
    ]
