"""`make bench`: parsing, pages, load, signing in, workbooks, splitting a pot, the trail, figures. Ours beside plain."""

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
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

PORT, TOKEN = 8765, "a" * 32


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
        _intake()
        _allocation()
        _trail()
        _figures(Path(home))


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
            asked = len(queries)  # the next request empties the list
        took = _times(functools.partial(client.get, page))
        _say(f"page {page}", f"{took:.1f} ms, {asked} queries", f"{status}")


def _under_load() -> None:
    from tools.bench import data
    from tools.bench.load import press, request

    cookie = {"Cookie": _session()}
    with _server("luoxiao.urls"):
        ours = press(PORT, request("GET", "/tasks/", headers=cookie))
        with data.work_going_on():
            busy = press(PORT, request("GET", "/tasks/", headers=cookie))
        unchanged = cookie | {"If-None-Match": _etag(cookie)}
        same = press(PORT, request("GET", "/tasks/", headers=unchanged), expect=304)
        enter = press(PORT, _sign_in(), expect=302, seconds=3)
    with _server("tools.bench.plain"):
        plain = press(PORT, request("GET", "/plain/", headers=cookie))
    _say("board, signed in, 32 connections", _shown(ours), f"templates + Paginator {_shown(plain)}")
    _say(f"the same, {data.CHANGES_A_SECOND} changes a second", _shown(busy))
    _say("unchanged board (304)", _shown(same))
    _say("sign-in, whole request", _shown(enter))


def _shown(result: Any) -> str:
    halves = f"p50 {result.within(0.5):.0f} p99 {result.within(0.99):.0f} ms"
    return f"{result.per_second:.0f}/s {halves}, {result.wrong} wrong"


def _session() -> str:
    from django.test import Client

    from luoxiao.organisations.models import User

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username="jingban"), backend="luoxiao.organisations.sign_in.Backend")
    return f"session={client.cookies['session'].value}; csrf={TOKEN}"


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
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
    try:
        connection.request("GET", "/sign-in/")
        return connection.getresponse().status == 200
    except OSError:
        return False


def _etag(headers: dict[str, str]) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", PORT)
    connection.request("GET", "/tasks/", headers=headers)
    return connection.getresponse().headers.get("ETag", "")


def _sign_in() -> bytes:
    """The form with its token, as a browser sends it."""
    from tools.bench.load import request

    from luoxiao import rehearsal

    body = urlencode({"username": "jiuzhu", "password": rehearsal.password(), "csrfmiddlewaretoken": TOKEN})
    headers = {"Cookie": f"csrf={TOKEN}", "Content-Type": "application/x-www-form-urlencoded"}
    return request("POST", "/sign-in/", headers=headers, body=body)


def _hashing() -> None:
    from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password

    ours = _times(lambda: make_password("一个够长的演练密码"), 5)
    django = _times(lambda: PBKDF2PasswordHasher().encode("一个够长的演练密码", "salt"), 3)
    _say("password check, one core", f"argon2id {1000 / ours:.0f}/s", f"Django's PBKDF2 {1000 / django:.0f}/s")


def _intake() -> None:
    """In a process and an installation of its own, for its memory is one of the figures."""
    subprocess.run([sys.executable, "-m", "tools.bench.intake"], check=True)


def _allocation() -> None:
    from tools.bench import allocation

    allocation.main()


def _trail() -> None:
    """In an installation of its own: a million lines are verified."""
    subprocess.run([sys.executable, "-m", "tools.bench.trail"], check=False)


def _figures(home: Path) -> None:
    """A tenth of a country; `python -m tools.bench.figures` takes all of it. Last, because it remakes the areas."""
    from tools.bench import figures
    from tools.bench.country import Size

    figures.measure(Size(3000, 50, 16), os.environ.get("LUOXIAO_BENCH_POSTGRES", ""), home)


if __name__ == "__main__":
    main()
