"""What every request passes through."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from luoxiao.core import origin as origins

Answer = Callable[[HttpRequest], HttpResponse]


def origin(get_response: Answer) -> Answer:
    """Give each request its reference number; answers of signed-in people are never kept by a proxy."""

    def middleware(request: HttpRequest) -> HttpResponse:
        noted = origins.arrive(request.META.get("REMOTE_ADDR", ""))
        response = get_response(request)
        response["X-Request-Id"] = noted.request_id
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        return response

    return middleware


def language(get_response: Answer) -> Answer:
    """Chinese unless the reader chose otherwise: an office PC with an English browser still works in Chinese."""
    known = dict(settings.LANGUAGES)

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        code = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = get_response(request)
            response.headers.setdefault("Content-Language", code)
            return response

    return middleware
