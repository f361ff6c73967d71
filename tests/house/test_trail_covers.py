"""Every change leaves a line in the trail, and so does every refusal: proved by the source, not by a list.

An action is a function that a room exports. What it calls is followed through the package; a line is left where the
way leads to `core.trail.record`. Methods of rows are not followed, so a line left there alone does not count.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src/luoxiao"
RECORD = ("luoxiao.core.trail", "record")
WRITES = {"create", "bulk_create", "bulk_update", "save", "get_or_create", "update_or_create", "_raw_delete"}
WRITES_OF_QUERIES = {"update", "delete"}  # dictionaries have an update too
Place = tuple[str, str]  # module, name

# Takes by= and at= and leaves no line, because it only looks. That it writes nothing is proved below.
LOOKS_ONLY = {
    ("returns", "examine_workbook"): "says what a workbook would change; the desk notes what it refuses",
}
# Writes and leaves no line.
INSTALLATION = {
    ("plan", "load_known_papers"): "facts bundled with a version, the same everywhere, before there is an account",
}
# Catches a refusal and leaves no line of it.
NOT_A_CHANGE = {
    "paper_forms._pdf_beside": "the paper is issued; without a PDF beside it nothing was refused to anybody",
    "reconcile.result": "a page that shows: it holds a file against the books and may not write",
    "returns_upload.annotated": "a page that shows: what was refused at the upload stands in the trail already",
    "returns_upload.check": "a page that shows: what was refused at the upload stands in the trail already",
    "run_notice._problem": "says beforehand why the form would be refused",
    "task_forms._faults_of_files": "a form filled in wrongly, like an empty field; nothing reached the action",
}


@dataclass
class Source:
    """One module: its functions and classes, and what its imported names stand for."""

    defined: dict[str, ast.AST] = field(default_factory=dict)
    imported: dict[str, str] = field(default_factory=dict)


@cache
def source(module: str) -> Source | None:
    """The module of this dotted name; None where there is none in the package."""
    path = PACKAGE.parent.joinpath(*module.split("."))
    file = next((each for each in (path.with_suffix(".py"), path / "__init__.py") if each.exists()), None)
    return _read(ast.parse(file.read_text(encoding="utf-8"))) if file else None


def _read(tree: ast.Module) -> Source:
    found = Source()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.defined[node.name] = node
    for each in (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)):
        for name in each.names:
            found.imported[name.asname or name.name] = f"{each.module}.{name.name}"
    return found


def place_of(module: str, name: str) -> Place | None:
    """Where the name, as `module` uses it, is defined; None for what is not the package's."""
    here = source(module)
    head, _dot, rest = name.partition(".")
    if here is None:
        return None
    if not rest and head in here.defined:
        return module, head
    target = here.imported.get(head, "") + ("." + rest if rest else "")
    if not target.startswith("luoxiao."):
        return None
    owner, _dot, last = target.rpartition(".")
    return place_of(owner, last) if source(owner) else None


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


@cache
def called(place: Place) -> frozenset[Place]:
    """What the function calls, or the methods of the class call."""
    module, name = place
    here = source(module)
    assert here is not None
    found = (place_of(module, ast.unparse(call.func)) for call in calls(here.defined[name]))
    return frozenset(each for each in found if each)


def reached(place: Place) -> set[Place]:
    """Itself and all that it leads to."""
    found: set[Place] = set()
    ahead = [place]
    while ahead:
        if (next_ := ahead.pop()) not in found:
            found.add(next_)
            ahead += called(next_)
    return found


def leaves_a_line(place: Place) -> bool:
    return RECORD in reached(place)


def writes(place: Place) -> bool:
    return any(_writes(node) for module, name in reached(place) for node in [_node(module, name)])


def _node(module: str, name: str) -> ast.AST:
    here = source(module)
    assert here is not None
    return here.defined[name]


def _writes(node: ast.AST) -> bool:
    for call in calls(node):
        if isinstance(call.func, ast.Attribute):
            of_query = any(word in ast.unparse(call.func.value) for word in (".objects", ".filter(", ".exclude("))
            if call.func.attr in WRITES or (of_query and call.func.attr in WRITES_OF_QUERIES):
                return True
    return False


def rooms() -> list[str]:
    return sorted(path.parent.name for path in [*PACKAGE.glob("*/actions"), *PACKAGE.glob("*/actions.py")])


def exported(room: str) -> Iterator[tuple[Place, ast.FunctionDef]]:
    """The functions that the room's actions show to others."""
    face = source(f"luoxiao.{room}.actions")
    assert face is not None
    for name in [*face.defined, *face.imported]:
        place = place_of(f"luoxiao.{room}.actions", name)
        node = _node(*place) if place else None
        own = place is not None and place[0].startswith(f"luoxiao.{room}.actions")
        if place and own and isinstance(node, ast.FunctionDef) and not name.startswith("_"):
            yield place, node


def acts(node: ast.FunctionDef) -> bool:
    """It takes who acts and when."""
    names = {argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]}
    return {"by", "at"} <= names


def silent() -> set[Place]:
    """(room, action) of every exported function that acts or writes and leaves no line."""
    return {
        (room, place[1])
        for room in rooms()
        for place, node in exported(room)
        if (acts(node) or writes(place)) and not leaves_a_line(place)
    }


def test_every_action_leaves_a_line() -> None:
    assert silent() == set(LOOKS_ONLY) | set(INSTALLATION)


def test_what_only_looks_writes_nothing() -> None:
    looks = [place for room in rooms() for place, _ in exported(room) if (room, place[1]) in LOOKS_ONLY]
    assert [place for place in looks if writes(place)] == []


def test_the_walk_sees_the_actions_of_every_room() -> None:
    assert {"documents", "funds", "indicators", "organisations", "plan", "returns", "supervision"} <= set(rooms())
    assert min(sum(acts(node) for _, node in exported(room)) for room in rooms()) >= 4


@pytest.mark.parametrize(
    ("room", "action", "way"),
    [
        ("supervision", "close", "luoxiao.supervision.actions.closure"),
        ("indicators", "put_rows", "luoxiao.indicators.actions.rows"),  # thousands of figures, one line
        ("organisations", "revoke_role", "luoxiao.organisations.actions.grants"),
    ],
)
def test_the_walk_follows_calls_into_other_modules(room: str, action: str, way: str) -> None:
    assert leaves_a_line((way, action))
    assert writes((way, action))


def test_a_function_that_calls_nothing_leaves_no_line() -> None:
    assert not leaves_a_line(("luoxiao.core.chain", "digest"))
    assert not writes(("luoxiao.core.chain", "digest"))


# Doors: what they write goes through an action, and what they refuse is noted.


def test_doors_write_nothing_themselves() -> None:
    found = [
        f"{door}.{file.stem}.{name}"
        for door in ("desk", "clock")
        for file in sorted((PACKAGE / door).glob("*.py"))
        for name, node in (source(f"luoxiao.{door}.{file.stem}") or Source()).defined.items()
        if _writes(node)
    ]
    assert found == []


def catches() -> Iterator[tuple[str, ast.ExceptHandler, ast.AST]]:
    """Every place of the desk that catches a refusal: its name, the handler, the function."""
    for file in sorted((PACKAGE / "desk").glob("*.py")):
        for name, node in (source(f"luoxiao.desk.{file.stem}") or Source()).defined.items():
            for handler in (each for each in ast.walk(node) if isinstance(each, ast.ExceptHandler)):
                if handler.type and ast.unparse(handler.type) in {"Refusal", "FaultyFile", "Faulty"}:
                    yield f"{file.stem}.{name}", handler, node


def notes(handler: ast.ExceptHandler) -> bool:
    return any(ast.unparse(call.func) in {"note_refusal", "_note"} for part in handler.body for call in calls(part))


def test_every_refusal_that_is_caught_is_noted() -> None:
    silent = {name for name, handler, _ in catches() if not notes(handler)}
    assert silent == set(NOT_A_CHANGE)
