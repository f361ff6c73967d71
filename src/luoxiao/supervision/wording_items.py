"""The sentences about the way of an item: its stages, and what a level below made of the item above."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.supervision.handed_down import Difference

STAGES: dict[str, str | Promise] = {
    "registered": gettext_lazy("立项"),
    "assigned": gettext_lazy("交办"),
    "received": gettext_lazy("签收"),
    "running": gettext_lazy("办理"),
    "reported": gettext_lazy("反馈"),
    "reviewed": gettext_lazy("复核"),
    "finished": gettext_lazy("办结"),
    "closed": gettext_lazy("销号"),
}


def difference(found: Difference) -> str:
    """What a level below says otherwise than the level above, in one sentence."""
    return _DIFFERENCES[found.code]() % found.params


_DIFFERENCES: dict[str, Callable[[], str]] = {
    "shortened": lambda: _("时限比上级提前 %(days)s 天（上级 %(above)s，本级 %(own)s）。"),
    "later": lambda: _("时限比上级晚 %(days)s 天（上级 %(above)s，本级 %(own)s）。"),
    "limit-added": lambda: _("上级没有时限，本级加了 %(own)s。"),
    "limit-dropped": lambda: _("上级时限 %(above)s，本级没有写。"),
    "figures-added": lambda: _("本级加了上级没有的指标：%(figures)s。"),
    "figures-dropped": lambda: _("上级的指标本级没有写：%(figures)s。"),
    "reworded": lambda: _("表述与上级不同。"),
}
