"""What an action says when it will not act: a sentence the user can do something about."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """An action was refused for a reason its user can act on. Anything else that is raised is a bug.

    Subclasses stand beside the action that raises them and carry one `sentence` with %(named)s places, in the words
    of an office: what happened, with the value, and what to do.
    """

    code: str = ""
    sentence: str | Promise = ""

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.sentence) % self.params


class Stale(Refusal):
    """Somebody else changed the thing after this page was opened; nothing was written."""

    code = "stale"
    sentence = _("“%(what)s”在打开本页之后已由%(who)s于%(when)s改动，本次填写没有保存。核对下面的改动后再保存一次。")


class Unsaid(Refusal):
    code = "unsaid"
    sentence = _("“%(field)s”没有填写，没有办理。填写后再提交。")


class TooLong(Refusal):
    code = "too-long"
    sentence = _("“%(field)s”有 %(length)s 字，超过 %(limit)s 字，没有办理。删减后再提交。")


def said(field: object, text: str, *, limit: int) -> str:
    """The text without outer spaces. Raises Unsaid when nothing is left, TooLong past the limit (characters)."""
    kept = added(field, text, limit=limit)
    if not kept:
        raise Unsaid(field=field)
    return kept


def added(field: object, text: str, *, limit: int) -> str:
    """As `said`, of a field that may stay empty."""
    kept = text.strip()
    if len(kept) > limit:
        raise TooLong(field=field, length=len(kept), limit=limit)
    return kept
