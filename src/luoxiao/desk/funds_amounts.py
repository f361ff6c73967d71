"""What the forms of the money read: whole numbers and exact amounts, each mistake with its field and a sentence."""

from django.utils.translation import gettext as _

from luoxiao.core.money import NotMoney, fen_of
from luoxiao.desk.reading import number

Errors = list[tuple[str, str]]


def whole(typed: str, name: str, label: str, errors: Errors) -> int:
    """The whole number of a field; 0 with its error where it is none."""
    found = number(typed)
    if found is None:
        said = _("“%(field)s”填的是“%(typed)s”，不是整数。填整数。")
        errors.append((f"f-{name}", said % {"field": label, "typed": typed[:20]}))
    return found or 0


def amount(typed: str, name: str, label: str, errors: Errors, *, unit: int) -> int:
    """The fen of an amount in this unit of fen; 0 with its error where it is none."""
    try:
        return fen_of(typed, unit)
    except NotMoney as wrong:
        said = {
            "text": _("“%(field)s”填的是“%(typed)s”，不是金额。填数字，如 2260.00。"),
            "fen": _("“%(field)s”填的是“%(typed)s”，不足一分。改到整分。"),
            "large": _("“%(field)s”填的是“%(typed)s”，数太大。核对单位和位数。"),
        }[wrong.args[0]]
        errors.append((f"f-{name}", said % {"field": label, "typed": typed[:30]}))
        return 0
