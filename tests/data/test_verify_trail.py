"""The auditor's verifier: one file on the standard library alone, and nothing done to an export escapes it."""

import ast
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from luoxiao.core.chain import GENESIS, digest
from luoxiao.core.trail import FIELDS

FILE = Path(__file__).parents[2] / "src/luoxiao/data/verify_trail.py"
Lines = list[dict[str, Any]]


def loaded() -> Any:
    spec = importlib.util.spec_from_file_location("verify_trail", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verifier = loaded()


def chain(count: int, first: int = 1, previous: str = GENESIS) -> Lines:
    """Sealed lines as an export holds them."""
    made: Lines = []
    for number in range(first, first + count):
        texts = [f"{name}{number}" for name in FIELDS]
        previous = digest("sha256", previous, texts)
        seal = {"number": number, "algorithm": "sha256", "digest": previous}
        made.append(seal | dict(zip(FIELDS, texts, strict=True)))
    return made


def written(lines: Lines) -> list[str]:
    return [json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines]


def faults(lines: Lines, *anchors: tuple[int, str]) -> list[str]:
    found: list[str] = verifier.check(written(lines), anchors)[2]
    return found


def test_an_untouched_export_holds() -> None:
    lines = chain(9)
    assert verifier.check(written(lines)) == (9, lines[-1]["digest"], [])
    assert faults(lines, (4, lines[3]["digest"]), (9, lines[8]["digest"])) == []


def test_an_empty_export_holds_and_fails_an_anchor() -> None:
    assert faults([]) == []
    assert faults([], (1, "0" * 64)) == ["没有第 1 环，而锚点里有：末尾的记录被截去。"]


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("place", [0, 4, 8])
def test_an_edit_of_any_field_is_named(name: str, place: int) -> None:
    lines = chain(9)
    lines[place][name] += "x"
    assert faults(lines) == [f"第 {place + 1} 环与它的校验值不符：这一条被改过，或前面插入、抽去过记录。"]


def test_an_edit_with_its_digest_made_anew_is_named_at_the_next_line() -> None:
    lines = chain(9)
    lines[4]["actor"] = "x"
    lines[4]["digest"] = digest("sha256", lines[3]["digest"], [lines[4][name] for name in FIELDS])
    assert [fault[:5] for fault in faults(lines)] == ["第 6 环"]


def _removed(lines: Lines) -> Lines:
    return lines[:4] + lines[5:]


def _removed_and_renumbered(lines: Lines) -> Lines:
    return lines[:4] + [line | {"number": line["number"] - 1} for line in lines[5:]]


def _two_removed(lines: Lines) -> Lines:
    return lines[:4] + lines[6:]


def _beginning_removed(lines: Lines) -> Lines:
    return lines[2:]


def _doubled(lines: Lines) -> Lines:
    return lines[:5] + lines[4:]


def _inserted(lines: Lines) -> Lines:
    later = [line | {"number": line["number"] + 1} for line in lines[5:]]
    return lines[:5] + chain(1, 6, lines[4]["digest"]) + later


def _swapped(lines: Lines) -> Lines:
    return [*lines[:4], lines[5], lines[4], *lines[6:]]


def _swapped_and_renumbered(lines: Lines) -> Lines:
    return [line | {"number": place} for place, line in enumerate(_swapped(lines), 1)]


def _other_algorithm(lines: Lines) -> Lines:
    lines[4]["algorithm"] = "md5"
    return lines


def _number_as_text(lines: Lines) -> Lines:
    lines[4]["number"] = "5"
    return lines


def _field_left_out(lines: Lines) -> Lines:
    del lines[4]["reason"]
    return lines


def _field_added(lines: Lines) -> Lines:
    lines[4]["more"] = "x"
    return lines


def _fields_turned(lines: Lines) -> Lines:
    lines[4] = dict(reversed(lines[4].items()))
    return lines


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (_removed, "第 5 行是第 6 环，缺第 5 环：记录被抽去，或次序被调换。"),
        (_two_removed, "第 5 行是第 7 环，缺第 5 至 6 环：记录被抽去，或次序被调换。"),
        (_removed_and_renumbered, "第 5 环与它的校验值不符：这一条被改过，或前面插入、抽去过记录。"),
        (_beginning_removed, "第 1 行是第 3 环，缺第 1 至 2 环：记录被抽去，或次序被调换。"),
        (_doubled, "第 6 行又是第 5 环，应是第 6 环：记录被插入、重复，或次序被调换。"),
        (_inserted, "第 7 环与它的校验值不符：这一条被改过，或前面插入、抽去过记录。"),
        (_swapped, "第 5 行是第 6 环，缺第 5 环：记录被抽去，或次序被调换。"),
        (_swapped_and_renumbered, "第 5 环与它的校验值不符：这一条被改过，或前面插入、抽去过记录。"),
        (_other_algorithm, "第 5 行不是导出文件的写法，这一行被改过。"),
        (_number_as_text, "第 5 行不是导出文件的写法，这一行被改过。"),
        (_field_left_out, "第 5 行不是导出文件的写法，这一行被改过。"),
        (_field_added, "第 5 行不是导出文件的写法，这一行被改过。"),
        (_fields_turned, "第 5 行不是导出文件的写法，这一行被改过。"),
    ],
)
def test_what_was_done_to_the_lines_is_found_and_named(tamper: Callable[[Lines], Lines], said: str) -> None:
    assert faults(tamper(chain(9)))[0] == said


@pytest.mark.parametrize("line", ["", "{", "[]", "null", "[" * 5000, '{"number":1}'])
def test_a_line_that_is_none_is_named(line: str) -> None:
    assert verifier.check([line])[2] == ["第 1 行不是导出文件的写法，这一行被改过。"]


def test_a_field_written_twice_is_found_though_the_second_is_right() -> None:
    lines = written(chain(3))
    lines[1] = lines[1].replace('"actor":', '"actor":"somebody else","actor":')
    assert verifier.check(lines)[2] == ["第 2 行不是导出文件的写法，这一行被改过。"]


def test_a_cut_tail_is_found_by_an_anchor_alone() -> None:
    lines = chain(9)
    assert faults(lines[:6]) == []
    assert faults(lines[:6], (9, lines[8]["digest"])) == ["没有第 9 环，而锚点里有：末尾的记录被截去。"]


def test_a_chain_made_anew_is_found_by_an_anchor_alone() -> None:
    lines = chain(9)
    forged = chain(4)
    for number in range(5, 10):
        texts = [f"{name}{number}!" for name in FIELDS]
        link = digest("sha256", forged[-1]["digest"], texts)
        forged.append({"number": number, "algorithm": "sha256", "digest": link} | dict(zip(FIELDS, texts, strict=True)))
    assert faults(forged) == []
    assert faults(forged, (4, lines[3]["digest"])) == []
    (said,) = faults(forged, (7, lines[6]["digest"]))
    assert said.startswith("第 7 环与另存或印发的锚点不符")


def test_anchors_are_read_from_a_file_and_from_the_sentence_of_a_paper() -> None:
    from luoxiao.documents.composing import anchor_words

    value = chain(1)[0]["digest"]
    kept = f"2012-10-15T10:00:00+00:00 12 {value}\n2012-10-15T10:01:00+00:00 13 {'1' * 64}\n"
    assert verifier.anchors_in(kept) == [(12, value), (13, "1" * 64)]
    assert verifier.anchors_in(anchor_words(123, value)) == [(123, value)]
    assert verifier.anchors_in("12:" + value) == [(12, value)]
    assert verifier.anchors_in(f"12 {value[:-1]}") == []
    assert verifier.anchors_in(f"12 {value}0") == []


def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
    """As an auditor runs it, without anything that is installed."""
    call = [sys.executable, "-I", "-S", str(FILE), *map(str, arguments)]
    return subprocess.run(call, capture_output=True, text=True, encoding="utf-8", env={"PYTHONUTF8": "1"}, check=False)


def test_it_runs_alone(tmp_path: Path) -> None:
    lines = chain(5)
    export, anchors = tmp_path / "e.jsonl", tmp_path / "anchors.txt"
    export.write_text("".join(written(lines)), encoding="utf-8")
    anchors.write_text(f"2012-10-15T10:00:00+00:00 3 {lines[2]['digest']}\n")
    sound = run(export, "--anchors", anchors)
    assert sound.returncode == 0, sound.stderr
    assert "校验 5 环，环环相扣，与 1 个锚点相符" in sound.stdout
    assert "没有核对锚点" in run(export).stdout
    export.write_text("".join(written(lines)[:2]), encoding="utf-8")
    cut = run(export, "--anchors", anchors)
    assert (cut.returncode, "没有第 3 环" in cut.stdout) == (1, True)


@pytest.mark.parametrize("arguments", [["nowhere.jsonl"], [str(FILE), "--anchor", "12"], [str(FILE), "--anchors", "x"]])
def test_what_cannot_be_read_is_no_verdict(arguments: list[str]) -> None:
    answer = run(*arguments)
    assert answer.returncode == 2
    assert answer.stderr


def test_it_stands_on_the_standard_library_of_an_old_python() -> None:
    tree = ast.parse(FILE.read_text(encoding="utf-8"), feature_version=(3, 9))
    names = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_it_covers_what_the_seals_cover() -> None:
    assert verifier.FIELDS == FIELDS
