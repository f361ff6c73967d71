"""What stands around every page: navigation by what this person may open, and the marks in the header."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoxiao.desk.locks import person
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission as P
from luoxiao.supervision.models import Notice


@dataclass(frozen=True)
class Entry:
    """A line of the navigation."""

    icon: str
    title: str | Promise
    route: str
    needs: P | None

    @cached_property
    def address(self) -> str:
        return reverse(self.route)


SECTIONS: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    ("", (Entry("layout-dashboard", _("工作台"), "workbench", P.SEE_TASKS),)),
    (
        _("落实"),
        (
            Entry("list-tree", _("方案条款"), "plans", P.SEE_PLANS),
            Entry("checklist", _("任务督办"), "tasks", P.SEE_TASKS),
            Entry("calendar-event", _("会议与纪要"), "meetings", P.SEE_MEETINGS),
            Entry("file-certificate", _("公文"), "papers", P.SEE_PAPERS),
            Entry("alert-triangle", _("问题"), "problems", P.SEE_PROBLEMS),
            Entry("send", _("争取事项"), "asks", P.SEE_ASKS),
            Entry("speakerphone", _("部委联络"), "ministries", P.SEE_ASKS),
        ),
    ),
    (
        _("监测"),
        (
            Entry("table-import", _("季度报表"), "returns", P.SEE_RETURNS),
            Entry("chart-dots", _("指标与差距"), "figures", P.SEE_FIGURES),
        ),
    ),
    (
        _("资源"),
        (
            Entry("coin-yuan", _("资金分配"), "funds", P.SEE_FUNDS),
            Entry("building-community", _("项目库"), "projects", P.SEE_PROJECTS),
        ),
    ),
    (
        _("管理"),
        (
            Entry("sitemap", _("机构"), "organisations", P.SEE_ORGANISATIONS),
            Entry("user-circle", _("账号"), "accounts", P.MANAGE_ACCOUNTS),
            Entry("key", _("角色授予"), "grants", P.GRANT_ROLES),
            Entry("bulb", _("亮灯规则"), "light-rules", P.SET_LIGHTS),
            Entry("history", _("留痕"), "trail", P.READ_TRAIL),
            Entry("lock", _("我的权限"), "rights", None),
        ),
    ),
)


@dataclass(frozen=True)
class Section:
    """A titled group of navigation lines this person may open."""

    title: str
    entries: tuple[Entry, ...]


def navigation(request: HttpRequest) -> list[Section]:
    """The sections that hold at least one page this person may open."""
    if not request.user.is_authenticated:
        return []
    user = person(request)
    kept = [(title, tuple(e for e in entries if e.needs is None or user.may(e.needs))) for title, entries in SECTIONS]
    return [Section(str(title), entries) for title, entries in kept if entries]


def unread(request: HttpRequest) -> int:
    """How many reminders this person has not read: the bell in the header."""
    return Notice.objects.filter(user=person(request), read_at__isnull=True).count()


def home(user: User) -> str:
    """Where this person begins: the first page of the navigation they may open."""
    entries = (entry for _title, section in SECTIONS for entry in section)
    return next(entry.address for entry in entries if entry.needs is None or user.may(entry.needs))


def said(request: HttpRequest) -> list[str]:
    """What the last action did, to be said once on this page."""
    return [str(message) for message in messages.get_messages(request)]
