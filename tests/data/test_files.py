"""How the bundled files are written."""

import csv
import re
from pathlib import Path

import pytest

import luoxiao

DATA = Path(luoxiao.__file__).parent / "data"
FILES = sorted(path for path in DATA.rglob("*") if path.is_file())
EXAMPLES = DATA / "examples"  # written as an office writes them, with lines above the header
TABLES = [path for path in FILES if path.suffix == ".csv" and path.parent != EXAMPLES]
CONFIDENCES = {"high", "medium-high", "medium", "low"}


def test_the_files_are_those_that_the_sources_name() -> None:
    named = set(re.findall(r"`([\w/-]+\.(?:csv|json|toml|txt))`", (DATA / "sources.md").read_text(encoding="utf-8")))
    described_by_its_text = {"plans/luoxiao-2012-restated.toml"}
    found = {path.relative_to(DATA).as_posix() for path in FILES if path.suffix not in (".md", ".py")}
    assert named == found - described_by_its_text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_utf_8_with_line_feeds(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert "\r" not in text
    assert "\ufeff" not in text
    assert text.endswith("\n")


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_every_line_of_a_table_fills_its_columns(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines, strict=True)
    assert len(set(header)) == len(header)
    assert {len(row) for row in rows} == {len(header)}
    assert not [cell for row in rows for cell in row if cell != cell.strip()]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_every_fact_says_where_it_comes_from_and_how_sure_it_is(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert all(row.get("source", "x") for row in rows)
    for column in ("confidence", "list_confidence"):
        assert {row[column] for row in rows if column in row} <= CONFIDENCES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_cites_a_web_address(path: Path) -> None:
    assert not re.search(r"https?:|www\.|\.(com|cn|org)\b", path.read_text(encoding="utf-8"))
