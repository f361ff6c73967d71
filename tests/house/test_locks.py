"""Every route names its lock."""

from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from luoxiao.desk.locks import Open, form, page
from luoxiao.organisations.roles import Permission

PUBLIC = {"sign-in", "language", "calendar"}  # a calendar has its secret in its address


def routes(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns)
        else:
            yield pattern


def unlocked(patterns: Sequence[URLPattern | URLResolver]) -> list[str]:
    """Routes whose view names neither a permission nor that it is open."""
    return [
        str(route.pattern)
        for route in routes(patterns)
        if not isinstance(getattr(route.callback, "lock", None), Permission | Open)
    ]


def test_every_route_names_its_lock() -> None:
    assert unlocked(get_resolver().url_patterns) == []


def test_only_the_known_routes_are_open_to_all() -> None:
    every = routes(get_resolver().url_patterns)
    assert {str(r.name) for r in every if getattr(r.callback, "lock", None) is Open.TO_ALL} == PUBLIC


def test_every_route_has_a_name() -> None:
    assert [str(route.pattern) for route in routes(get_resolver().url_patterns) if not route.name] == []


def test_a_planted_route_without_a_lock_is_found() -> None:
    def bare(request: object) -> HttpResponse:
        return HttpResponse()

    locked = page(Permission.SEE_PLANS)(bare)
    changing = form(Permission.IMPORT_PLAN)(bare)
    assert unlocked([path("a/", bare), path("b/", locked), path("c/", changing)]) == ["a/"]
