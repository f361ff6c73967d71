"""The form of a rule that holds from a day on: whole numbers, the day, and the basis it rests on."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from luoxiao.desk.reading import number

Errors = list[tuple[str, str]]


def values(
    typed: Mapping[str, str], fields: Sequence[tuple[str, str]], said: str
) -> tuple[tuple[int, ...], date | None, Errors]:
    """The numbers of these fields (name, label) and the day, or what cannot be read; `said` names %(field)s, %(typed)s.

    A number that cannot be read is 0 and has its error.
    """
    found = [number(typed[name]) for name, _label in fields]
    errors = [
        (f"f-{name}", said % {"field": label, "typed": typed[name][:20]})
        for (name, label), value in zip(fields, found, strict=True)
        if value is None
    ]
    try:
        day = date.fromisoformat(typed["in_force_from"])
    except ValueError:
        day = None
        errors.append(("f-in_force_from", _("起始日不是日期。按 2012-11-30 的样子填写。")))
    return tuple(value or 0 for value in found), day, errors
