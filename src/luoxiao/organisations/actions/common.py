"""What all actions on people share."""

from django.utils.translation import gettext_lazy as _

from luoxiao.core.refusals import Refusal

LIMIT = 200  # characters of a reason


class Unsaid(Refusal):
    code = "unsaid"
    sentence = _("“%(field)s”没有填写，没有办理。填写后再提交。")


class TooLong(Refusal):
    code = "too-long"
    sentence = _("“%(field)s”有 %(length)s 字，超过 %(limit)s 字，没有办理。删减后再提交。")


def said(field: object, text: str, *, limit: int = LIMIT) -> str:
    """The text without outer spaces. Raises Unsaid when nothing is left, TooLong past the limit (characters)."""
    kept = text.strip()
    if not kept:
        raise Unsaid(field=field)
    if len(kept) > limit:
        raise TooLong(field=field, length=len(kept), limit=limit)
    return kept
