"""A real server, a real browser. Each story gets an installation of its own."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_socket
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = Path(__file__).parent / "shots"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@pytest.fixture(autouse=True)
def _sockets(request: pytest.FixtureRequest) -> None:
    """A story talks to its own server on the loopback address and to nobody else."""
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: browser stories are not run")
    pytest_socket.enable_socket()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield chromium
        chromium.close()


@dataclass
class Installation:
    """A server with its own folder; people are opened from its console."""

    home: Path
    port: int
    passwords: dict[str, str] = field(default_factory=dict)
    today: str = "2012-10-15"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, *words: str) -> str:
        """Run `luoxiao WORDS` in this installation and give what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "luoxiao", *words],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def environment(self) -> dict[str, str]:
        """Without what the test run set for itself."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LUOXIAO_", "DJANGO_"))}
        return kept | {"LUOXIAO_HOME": str(self.home), "LUOXIAO_TODAY": self.today}

    def person(self, username: str, role: str, unit: str = "") -> None:
        """Open an account and remember its password."""
        said = self.command("account", username, "--name", username, "--role", role, "--unit", unit)
        self.passwords[username] = said.split()[-1]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """An empty installation with its facts loaded, served until the story ends."""
    made = Installation(tmp_path / "home", _free_port())
    made.command("setup")
    yield from _served(made, "serve")


@pytest.fixture
def a_week_later(tmp_path: Path) -> Iterator[Installation]:
    """As `installation`, on the Monday after the rehearsal's call fell due."""
    made = Installation(tmp_path / "home", _free_port(), today="2012-10-22")
    made.command("setup")
    yield from _served(made, "serve")


@pytest.fixture(scope="session")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The rehearsal that `make run` shows, served for all stories that only look."""
    made = Installation(tmp_path_factory.mktemp("rehearsal"), _free_port())
    made.command("demo", "--no-serve")
    password = (made.home / "rehearsal-password").read_text()
    from luoxiao.rehearsal import ACCOUNTS

    made.passwords = {account[0]: password for account in ACCOUNTS}
    yield from _served(made, "serve")


def _served(made: Installation, command: str) -> Iterator[Installation]:
    with open(made.home / "server.log", "wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "luoxiao", command, "--port", str(made.port), "--workers", "1"],
            env=made.environment(),
            stdout=log,
            stderr=log,
        )
        try:
            _wait(made)
            yield made
        finally:
            server.terminate()
            server.wait(20)
    problems = [line for line in (made.home / "server.log").read_text().splitlines() if "Traceback" in line]
    assert not problems, (made.home / "server.log").read_text()


def _wait(made: Installation) -> None:
    pytest_socket.enable_socket()
    for _ in range(1200):
        try:
            with urllib.request.urlopen(made.address + "/sign-in/", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError((made.home / "server.log").read_text())


def _free_port() -> int:
    pytest_socket.enable_socket()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Reader:
    """A person at a browser. Every page they open is looked over by axe and watched for CSP violations."""

    def __init__(self, page: Page, installation: Installation) -> None:
        self.page, self.installation = page, installation
        self.complaints: list[str] = []
        page.set_default_timeout(10_000)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "the server responded with a status of" not in message.text:
            self.complaints.append(message.text)

    def open(self, path: str) -> "Reader":
        """Go to a page of the installation and look it over."""
        self.page.goto(self.installation.address + path)
        return self.look()

    def click(self, name: str, *, role: str = "button") -> "Reader":
        """Press what is called so, and look the next page over."""
        self.page.get_by_role(role, name=re.compile(name)).first.click()  # type: ignore[arg-type]
        self.page.wait_for_load_state()
        return self.look()

    def fill(self, label: str, text: str) -> "Reader":
        self.page.get_by_label(re.compile(label)).first.fill(text)
        return self

    def look(self) -> "Reader":
        """No axe finding, no script error, no CSP violation, nothing wider than the window."""
        assert not self.complaints, self.complaints
        self.page.locator("main").wait_for()  # the next page may have begun without having anything in it yet
        wider = self.page.locator("html").evaluate("page => page.scrollWidth - page.clientWidth")
        assert wider <= 0, f"{self.page.url} is {wider} px wider than the window"
        if AXE.exists():
            self.page.evaluate(AXE.read_text())
            found = self.page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS)
            faults = [(fault["id"], [node["html"][:160] for node in fault["nodes"]]) for fault in found["violations"]]
            assert not faults, f"{self.page.url}: {faults}"
        return self

    def shot(self, name: str) -> "Reader":
        """Keep a picture of the whole page."""
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
        return self

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()


def choose_password(reader: Reader, given: str) -> str:
    """What every newcomer does first; the password chosen."""
    assert "只能用来登录这一次" in reader.text
    chosen = given[::-1] + "-2012"
    reader.fill("现在的密码", given).fill("^新密码", chosen).fill("再输一次新密码", chosen).click("更改密码")
    assert "密码已更改" in reader.text
    return chosen


@pytest.fixture
def sign_in(browser: Browser) -> Iterator[Any]:
    """A function that signs a person in, in a browser window of their own."""
    opened = []

    def enter(installation: Installation, username: str, *, width: int = 1440, height: int = 900) -> Reader:
        context = browser.new_context(
            locale="zh-CN", viewport={"width": width, "height": height}, accept_downloads=True
        )
        opened.append(context)
        reader = Reader(context.new_page(), installation)
        reader.open("/sign-in/")
        password = installation.passwords[username]
        reader.fill("账号", username).fill("密码", password).click("登录")
        if reader.page.url.endswith("/password/"):
            installation.passwords[username] = choose_password(reader, password)
        return reader

    yield enter
    for context in opened:
        context.close()
