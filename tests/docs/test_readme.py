"""The two READMEs say the same, and what they tell the reader to type works."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
BY_CI = {"make test"}  # .ci/run runs it; running it from here would run it for ever
SEALED_LATER = "core_trailseal"  # the clock seals what the loading left, whenever it comes to it


def commands(text: str) -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


def shape(text: str) -> list[str]:
    """Levels of headings, rows of tables, pictures and links, in order: what a translation keeps.

    Where a document has a Chinese twin, the Chinese README links to that.
    """
    return re.findall(r"^(#+|\||!\[|\d\.)|\]\(((?!README)[^)]+)\)", text.replace(".zh-CN.md", ".md"), re.MULTILINE)


def test_both_languages_show_the_same_commands() -> None:
    assert commands(ENGLISH) == commands(CHINESE)
    assert commands(ENGLISH)[:2] == ["make run", "make test"]


def test_both_languages_have_the_same_parts_in_the_same_order() -> None:
    assert shape(ENGLISH) == shape(CHINESE)


def test_every_file_they_point_to_is_there() -> None:
    places = re.findall(r"\]\(((?!https?:|#)[^)#]+)", ENGLISH + CHINESE)
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_what_is_left_to_ci_is_run_by_ci() -> None:
    said = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert {command for command in BY_CI if command in said} == BY_CI


@pytest.mark.parametrize("command", [c for c in commands(ENGLISH) if c not in BY_CI and c != "make run"])
def test_a_command_of_the_readme_works(command: str, tmp_path: Path) -> None:
    if not (ROOT / ".venv").exists():
        pytest.skip("no .venv beside this README: `make run` has not been run here")
    done = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_make_run_serves_and_changes_nothing_the_second_time(socket_enabled: None, tmp_path: Path) -> None:
    with running(tmp_path) as first:
        assert "jingban" in first
    before = content(tmp_path)
    assert len(before) > 1000
    with running(tmp_path) as second:
        assert second == first
    assert content(tmp_path) == before


def environment(home: Path) -> dict[str, str]:
    """As in a shell of its own: nothing of this test run, and its own folder for data."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LUOXIAO_", "DJANGO_", "MAKE"))}
    return kept | {"LUOXIAO_HOME": str(home)}


@contextmanager
def running(home: Path) -> Iterator[str]:
    """What `make run` prints before it serves; the server is stopped as with Ctrl-C."""
    port = free_port()
    server = subprocess.Popen(
        ["make", "--no-print-directory", "run", f"PORT={port}"],
        cwd=ROOT,
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        wait_for(port, server)
        yield announced(server).replace(str(port), "PORT")
    finally:
        os.killpg(server.pid, signal.SIGINT)
        server.communicate(timeout=30)


def announced(server: "subprocess.Popen[str]") -> str:
    assert server.stdout
    lines = iter(server.stdout.readline, "")
    said = [next(line for line in lines if "http://" in line)]
    for line in lines:
        said.append(line)
        if "shenji" in line:
            break
    return "".join(said)


def wait_for(port: int, server: "subprocess.Popen[str]") -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=5):
                return
        except OSError:
            assert server.poll() is None, server.communicate()[0]
            time.sleep(0.1)
    pytest.fail("make run did not serve within a minute")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def content(home: Path) -> list[str]:
    """Every row of the database, as SQL."""
    with sqlite3.connect(home / "luoxiao.sqlite3") as database:
        return [line for line in database.iterdump() if SEALED_LATER not in line]
