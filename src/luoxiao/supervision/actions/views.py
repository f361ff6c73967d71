"""常用列表: a list with its filters under a name, a person's own or shared by the office with everybody."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.organisations.models import NotAllowed, User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.models import SavedView

MOST_VIEWS = 30  # of one person


class TooManyViews(Refusal):
    code = "too-many-views"
    sentence = _("常用列表已有 %(count)s 个，没有保存。删去不用的再保存。")


@transaction.atomic
def save_view(*, name: str, query: str, is_shared: bool, by: User, at: datetime) -> SavedView:
    """Keep a list under a name; the same name again replaces it. Sharing is the office's (OPEN_ITEM).

    `query` is the part of the address from ? on. Raises NotAllowed, TooManyViews, Unsaid, TooLong.
    """
    role = by.acting(Permission.OPEN_ITEM if is_shared else Permission.SEE_TASKS)
    name, query = said(_("名称"), name, limit=40), said(_("筛选条件"), query, limit=400)
    own = SavedView.objects.filter(user=by)
    if own.count() >= MOST_VIEWS and not own.filter(name=name).exists():
        raise TooManyViews(count=MOST_VIEWS)
    view, _made = SavedView.objects.update_or_create(
        user=by, name=name, defaults={"query": query, "is_shared": is_shared}
    )
    after = {"name": name, "query": query, "shared": is_shared}
    trail.record("view.save", by=by, at=at, role=role, subject=view, after=after)
    return view


@transaction.atomic
def drop_view(view: SavedView, *, by: User, at: datetime) -> None:
    """Give up one's own list. Raises NotAllowed for another's."""
    role = by.acting(Permission.SEE_TASKS)
    if view.user_id != by.pk:
        raise NotAllowed(Permission.SEE_TASKS)
    trail.record("view.drop", by=by, at=at, role=role, subject=view, before={"name": view.name, "query": view.query})
    view.delete()
