"""Rooms are furnished as the house says: short files, short functions, no cupboards for everything."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src/luoxiao"
LONGEST_FILE, LONGEST_FUNCTION, MEDIAN_FUNCTION = 400, 60, 10
CUPBOARDS = {"services.py", "utils.py", "helpers.py", "signals.py", "admin.py"}
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def sources(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*.py")) if "migrations" not in file.parts)


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """(where, how many lines) for each function of a file."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, FUNCTION):
            yield f"{file.name}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def faults(folder: Path) -> list[str]:
    """What breaks the rules of the house below this folder."""
    found = []
    for file in sources(folder):
        text = file.read_text(encoding="utf-8")
        found += [f"cupboard: {file.name}"] if file.name in CUPBOARDS else []
        found += [f"long file: {file.name}"] if text.count("\n") > LONGEST_FILE else []
        found += [f"signal: {file.name}"] if "django.dispatch" in text or "models.signals" in text else []
        found += [f"logic in save(): {file.name}"] if re.search(r"def save\(self", text) else []
        found += [f"long function: {where}" for where, lines in functions(file) if lines > LONGEST_FUNCTION]
    return found


def test_the_package_keeps_the_rules() -> None:
    assert faults(PACKAGE) == []


def test_functions_are_short() -> None:
    assert median(lines for file in sources(PACKAGE) for _, lines in functions(file)) < MEDIAN_FUNCTION


def test_every_module_says_what_it_is() -> None:
    silent = [file.name for file in sources(PACKAGE) if not ast.get_docstring(ast.parse(file.read_text("utf-8")))]
    assert silent == []


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("utils.py", "", "cupboard"),
        ("a.py", "\n" * 401, "long file"),
        ("a.py", "from django.dispatch import receiver\n", "signal"),
        ("a.py", "class A:\n    def save(self):\n        pass\n", "logic in save()"),
        ("a.py", "def f():\n" + "    a = 1\n" * 60, "long function"),
    ],
)
def test_a_planted_fault_is_found(tmp_path: Path, name: str, text: str, fault: str) -> None:
    (tmp_path / name).write_text(text)
    assert [found for found in faults(tmp_path) if found.startswith(fault)]


def test_templates_hold_no_inline_script_or_style() -> None:
    bad = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:")
    assert [
        file.name for file in PACKAGE.joinpath("templates").rglob("*.html") if bad.search(file.read_text("utf-8"))
    ] == []
