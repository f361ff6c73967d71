"""The floors hold, and the tool that says so can say no."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).parent / "lint-imports"
FACES = {"models", "actions", "wording"}
ALSO = {"organisations.roles", "organisations.sign_in", "organisations.bundled"}
ROOMS = ("organisations", "documents", "plan", "supervision", "indicators", "returns", "funds")


def lint(folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(LINT), "--config", str(folder / "pyproject.toml"), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The house again, to plant violations in."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "static", "data"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(folder: Path, module: str, line: str) -> None:
    place = folder / "src/luoxiao" / module
    place.write_text(line + "\n" + place.read_text(encoding="utf-8"), encoding="utf-8")


def test_the_house_stands(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("core/periods.py", "import luoxiao.plan.models"),
        ("plan/wording.py", "import luoxiao.supervision.models"),
        ("clock/jobs.py", "import luoxiao.desk.words"),
        ("core/chain.py", "import django.conf"),
        ("supervision/lights.py", "from django.utils import timezone"),
        ("plan/parse/__init__.py", "import django"),
    ],
)
def test_a_planted_violation_is_found(copy: Path, module: str, line: str) -> None:
    plant(copy, module, line)
    assert lint(copy).returncode != 0


def test_a_new_folder_must_be_given_a_floor(copy: Path) -> None:
    (copy / "src/luoxiao/attic").mkdir()
    (copy / "src/luoxiao/attic/__init__.py").touch()
    assert lint(copy).returncode != 0


def doors_used(package: Path) -> set[tuple[str, str]]:
    """(file, what it imports) for every import of one room by another room or by a door, beyond the rooms' faces."""
    found = set()
    for file in sorted(package.rglob("*.py")):
        here = file.relative_to(package).parts[0]
        for room, face in re.findall(r"from luoxiao\.(\w+)(?:\.([\w.]+))? import", file.read_text(encoding="utf-8")):
            known = f"{room}.{face}" in ALSO or face.split(".")[0] in FACES
            if room in ROOMS and room != here and face and not known and "migrations" not in file.parts:
                found.add((str(file.relative_to(package)), f"{room}.{face}"))
    return found


def allowed() -> set[str]:
    """Pure parts that a door may show directly, each with its reason in pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return set(settings["tool"]["luoxiao"]["open-faces"])


def test_a_room_is_touched_only_at_its_faces() -> None:
    assert {(file, used) for file, used in doors_used(ROOT / "src/luoxiao") if used not in allowed()} == set()


def test_reaching_past_a_face_is_found(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk/x.py").write_text("from luoxiao.supervision.secret import thing\n")
    assert doors_used(tmp_path) == {("desk/x.py", "supervision.secret")}
