"""Pages for what went wrong: a reason, what to do, and a number that the operator can look up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from luoxiao.core import origin


def _page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    number = origin.current.get().request_id
    return render(request, "desk/error.html", {"title": title, "advice": advice, "number": number}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400, _("请求不完整，没有办理"), _("返回上一页，刷新后重新填写。"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request, 403, _("您的角色不能办理此事"), _("在“我的权限”查看各项权限的依据；需要办理的，由安全管理员授予角色。")
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, _("没有这个页面"), _("地址可能有误，或者内容不属于本单位。从左侧导航重新进入。"))


def broken(request: HttpRequest) -> HttpResponse:
    return _page(request, 500, _("系统出错，本次操作没有保存"), _("把下面的编号告诉系统管理员，可查到出错原因。"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, _("登录状态已变化，没有保存"), _("返回上一页刷新，重新登录后再办理。"))
