"""Real processes against one real database: what single-process tests cannot show.

The database is of the same kind as the suite's: a SQLite file with the product's own settings, or a new PostgreSQL
database. Each contestant is a function of this code base, named by module and name, run in a process of its own;
all are let go at the same moment.
"""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import dj_database_url

STARTER = """
import importlib, json, sys, time
import django
django.setup()
from django.db import connection
connection.ensure_connection()
module, name, start, arguments = json.loads(sys.argv[1])
act = getattr(importlib.import_module(module), name)
print("ready", flush=True)
sys.stdin.readline()
try:
    said = act(*arguments)
except Exception as error:
    said = "!" + type(error).__name__ + ": " + str(error)[:200]
print(json.dumps(said), flush=True)
"""


@dataclass(frozen=True)
class Arena:
    """A migrated database of its own, outside the test's transaction."""

    home: Path
    database: str

    def environment(self) -> dict[str, str]:
        here = Path(__file__).parents[1]
        return os.environ | {
            "LUOXIAO_HOME": str(self.home),
            "LUOXIAO_DATABASE_URL": self.database,
            "LUOXIAO_TODAY": "2012-10-15",
            "DJANGO_SETTINGS_MODULE": "luoxiao.settings",
            "PYTHONPATH": os.pathsep.join([str(here), str(here / "src")]),
        }

    def run(self, act: str, *arguments: Any) -> Any:
        """Run one function alone, for setting the scene and for looking at the outcome."""
        return self.race([(act, *arguments)])[0]

    def race(self, contestants: list[tuple[Any, ...]]) -> list[Any]:
        """Run each (`module:function`, *arguments) in its own process, all let go together; their answers in order.

        An answer that starts with `!` is an exception.
        """
        started = [self._start(act, arguments) for act, *arguments in contestants]
        for process in started:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n", process.communicate()[1]
        for process in started:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        return [self._answer(process) for process in started]

    def _start(self, act: str, arguments: list[Any]) -> "subprocess.Popen[str]":
        module, name = act.split(":")
        call = json.dumps([module, name, time.time(), arguments])
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [sys.executable, "-c", STARTER, call],
            env=self.environment(),
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            text=True,
        )

    @staticmethod
    def _answer(process: "subprocess.Popen[str]") -> Any:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        return json.loads(out)


@contextmanager
def arena(tmp_path: Path) -> Iterator[Arena]:
    """A database with all tables, thrown away afterwards. They are made once and copied: making them takes longest."""
    suite = os.environ.get("LUOXIAO_DATABASE_URL", "")
    if not suite.startswith("postgres"):
        shutil.copy(_file(), tmp_path / "race.sqlite3")
        yield Arena(tmp_path, f"sqlite:///{tmp_path}/race.sqlite3")
        return
    name = f"race_{uuid.uuid4().hex[:12]}"
    _postgres(suite, f'CREATE DATABASE "{name}" TEMPLATE "{_template(suite)}"')
    try:
        yield Arena(tmp_path, _sibling(suite, name))
    finally:
        _drop(suite, name)


@cache
def _file() -> Path:
    """A migrated SQLite file, made once in this process."""
    folder = Path(tempfile.mkdtemp(prefix="luoxiao-races-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _migrate(Arena(folder, f"sqlite:///{folder}/race.sqlite3"))
    return folder / "race.sqlite3"


@cache
def _template(suite: str) -> str:
    """A migrated PostgreSQL database, made once in this process."""
    name = f"races_{uuid.uuid4().hex[:12]}"
    _postgres(suite, f'CREATE DATABASE "{name}"')
    atexit.register(_drop, suite, name)
    with tempfile.TemporaryDirectory() as home:
        _migrate(Arena(Path(home), _sibling(suite, name)))
    return name


def _migrate(made: Arena) -> None:
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=made.environment(), check=True)


def _drop(suite: str, name: str) -> None:
    _postgres(suite, f'DROP DATABASE "{name}" WITH (FORCE)')


def _sibling(address: str, name: str) -> str:
    """The same server, another database."""
    head, _, query = address.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def _postgres(address: str, statement: str) -> None:
    import psycopg

    said = dj_database_url.parse(address)
    where = {"host": said["HOST"], "port": said["PORT"], "user": said["USER"], "password": said["PASSWORD"]}
    given = {name: value for name, value in where.items() if value}
    with psycopg.connect(dbname="postgres", autocommit=True, **given) as connection:
        connection.execute(statement)  # type: ignore[arg-type]
