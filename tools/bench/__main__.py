"""`make bench`: parsing, pages, the board under load, an unchanged page, signing in. Ours beside the plain way."""

import functools
import http.client
import importlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

PORT = 8765


def main() -> None:
    """Everything happens in a temporary installation that is thrown away."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "LUOXIAO_HOME": home,
            "LUOXIAO_TODAY": "2012-10-15",
            "DJANGO_SETTINGS_MODULE": "luoxiao.settings",
            "PYTHONPATH": os.pathsep.join([os.getcwd(), os.environ.get("PYTHONPATH", "")]),
        }
        _parsing()
        _prepare()
        _pages()
        _under_load()
        _hashing()


def _say(what: str, ours: str, plain: str = "") -> None:
    print(f"{what:<34} {ours:<34} {plain}", flush=True)


def _times(do: Callable[[], Any], n: int = 15) -> float:
    """The median time of a call in milliseconds, after one that is not counted."""
    do()
    took = []
    for _ in range(n):
        began = time.perf_counter()
        do()
        took.append(time.perf_counter() - began)
    return 1000 * statistics.median(took)


def _parsing() -> None:
    from luoxiao.core import package_data
    from luoxiao.plan.parse import parse

    text = package_data.luoxiao_plan().text
    five = (text * (5000 // len(text) + 1))[:5000]
    million = (text * (1_000_000 // len(text) + 1))[:1_000_000]
    _say("what", "ours", "plain alternative in the same run")
    _say("parse 5,000 characters", f"{_times(lambda: parse(five)):.1f} ms", _jionlp(five))
    _say("parse 1,000,000 characters", f"{_times(lambda: parse(million), 1):.0f} ms", "linear would be ×200")


def _jionlp(text: str) -> str:
    """The best known extractor of Chinese dates alone, where somebody has installed it: a fraction of the same job."""
    try:
        jionlp = importlib.import_module("jionlp")
    except ImportError:
        return "jionlp.extract_time: not installed, not measured"
    return f"jionlp.extract_time {_times(lambda: jionlp.extract_time(text), 3):.1f} ms"


def _prepare() -> None:
    import django

    django.setup()
    from tools.bench import data

    from luoxiao import installation
    from luoxiao.rehearsal import loading

    installation.prepare()
    loading.load()
    data.fill()


def _pages() -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from luoxiao.organisations.models import User
    from luoxiao.plan.models import PlanVersion
    from luoxiao.supervision.models import Task

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username="jingban"), backend="luoxiao.organisations.sign_in.Backend")
    version, task = PlanVersion.objects.order_by("id")[0], Task.objects.order_by("id")[0]
    pages = ["/", "/tasks/", "/tasks/?light=late", f"/tasks/{task.pk}/", "/plans/", f"/plans/{version.pk}/"]
    for page in [*pages, "/papers/", "/organisations/", "/rights/"]:
        with CaptureQueriesContext(connection) as queries:
            status = client.get(page).status_code
        took = _times(functools.partial(client.get, page))
        _say(f"page {page}", f"{took:.1f} ms, {len(queries)} queries", f"{status}")


def _under_load() -> None:
    from tools.bench.load import press

    cookie = _session()
    with _server("luoxiao.urls"):
        etag = _etag(cookie)
        ours = press(PORT, functools.partial(_get, path="/tasks/", cookie=cookie))
        same = press(PORT, functools.partial(_get, path="/tasks/", cookie=cookie, etag=etag))
        enter = press(PORT, _sign_in, seconds=3)
    with _server("tools.bench.plain"):
        plain = press(PORT, functools.partial(_get, path="/plain/", cookie=cookie))
    _say("board, signed in, 32 connections", _shown(ours), f"templates + Paginator {_shown(plain)}")
    _say("unchanged board (304)", _shown(same))
    _say("sign-in, whole request", _shown(enter))


def _shown(result: Any) -> str:
    return f"{result.per_second:.0f}/s p50 {result.p50:.0f} p99 {result.p99:.0f} ms, {result.wrong} wrong"


def _session() -> str:
    from django.test import Client

    from luoxiao.organisations.models import User

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username="jingban"), backend="luoxiao.organisations.sign_in.Backend")
    return f"session={client.cookies['session'].value}"


@contextmanager
def _server(urlconf: str) -> Iterator[None]:
    """Two processes, as on two cores, with these addresses."""
    code = (
        "import django; from django.conf import settings; django.setup();"
        f"settings.ROOT_URLCONF = {urlconf!r}; from luoxiao.server import Server; Server('127.0.0.1', {PORT}, 2).run()"
    )
    server = subprocess.Popen([sys.executable, "-c", code])
    try:
        for _ in range(100):
            if _answers():
                break
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(20)


def _answers() -> bool:
    try:
        return _get(http.client.HTTPConnection("127.0.0.1", PORT, timeout=5), path="/sign-in/") == 200
    except OSError:
        return False


def _get(connection: http.client.HTTPConnection, path: str, cookie: str = "", etag: str = "") -> int:
    connection.request("GET", path, headers={"Cookie": cookie, "If-None-Match": etag})
    response = connection.getresponse()
    response.read()
    return response.status


def _etag(cookie: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", PORT)
    connection.request("GET", "/tasks/", headers={"Cookie": cookie})
    return connection.getresponse().headers.get("ETag", "")


def _sign_in(connection: http.client.HTTPConnection) -> int:
    """The form with its token, as a browser sends it."""
    from luoxiao import rehearsal

    token = "a" * 32
    body = urlencode({"username": "jiuzhu", "password": rehearsal.password(), "csrfmiddlewaretoken": token})
    headers = {"Cookie": f"csrf={token}", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sign-in/", body, headers)
    response = connection.getresponse()
    response.read()
    return response.status if response.status == 302 else 0


def _hashing() -> None:
    from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password

    ours = _times(lambda: make_password("一个够长的演练密码"), 5)
    django = _times(lambda: PBKDF2PasswordHasher().encode("一个够长的演练密码", "salt"), 3)
    _say("password check, one core", f"argon2id {1000 / ours:.0f}/s", f"Django's PBKDF2 {1000 / django:.0f}/s")


if __name__ == "__main__":
    main()
