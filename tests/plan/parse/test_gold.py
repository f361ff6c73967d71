"""The six annotated official plans, scored by the program that comes with them."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from luoxiao.plan.parse import parse
from luoxiao.plan.parse.schema import to_json

DOCUMENTS = (
    "00-luoxiao-2012",
    "02-jiankang-fupin-2016",
    "06-nongji-2018",
    "10-fangguanfu-2020",
    "14-kejifuwu-2025",
    "18-nanchong-2026",
)
HEAD = ("clauses", "units", "lead", "citations", "amounts", "deadlines")
BESIDE = ("tree", "paras", "unit_names", "coop", "percentages", "recurrences", "lead_tasks", "title", "number")
Scores = dict[str, dict[str, float]]


@pytest.fixture(scope="module")
def plans() -> Path:
    folder = Path(__file__).resolve().parents[4] / "shared" / "plans"
    if not folder.is_dir():
        pytest.skip("the annotated official plans are not beside the repository")
    return folder


@pytest.fixture(scope="module")
def scorer(plans: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_plans", plans / "score_plans.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def scores(plans: Path, scorer: ModuleType) -> Scores:
    """F1 by document and field; fields that a document does not have are left out."""
    return {name: _score(plans, scorer, name) for name in DOCUMENTS}


def _score(plans: Path, scorer: ModuleType, name: str) -> dict[str, float]:
    gold: dict[str, Any] = json.loads((plans / f"{name}.json").read_text(encoding="utf-8"))
    printed = json.loads(json.dumps(to_json(parse((plans / f"{name}.txt").read_text(encoding="utf-8")))))
    counted, _errors = scorer.score(gold, printed)
    return {field: counts.prf()[2] for field, counts in counted.items() if counts.prf()}


@pytest.mark.parametrize("field", [*HEAD, *BESIDE])
def test_the_mean_over_the_documents_reaches_the_bar(scores: Scores, field: str) -> None:
    values = [by_field[field] for by_field in scores.values() if field in by_field]
    assert sum(values) / len(values) >= 0.97


@pytest.mark.parametrize("field", ["clauses", "units", "lead", "citations", "amounts"])
def test_the_luoxiao_plan_is_read_without_an_error(scores: Scores, field: str) -> None:
    assert scores["00-luoxiao-2012"][field] == 1.0


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_pieces_of_an_official_plan_give_it_back(plans: Path, name: str) -> None:
    text = (plans / f"{name}.txt").read_text(encoding="utf-8")
    assert "".join(parse(text).pieces) == text
