"""The restated plan: the structure, figures and names of the official one, in other words."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from luoxiao.core.package_data import areas, bodies, luoxiao_plan, short_titles, unit_aliases, units

TEXT = luoxiao_plan().text
LONGEST_SHARED_RUN = 12
PROPER_NAMES = {
    "罗霄山片区扶贫攻坚工作实施方案",
    "集中连片特殊困难地区",
    "社会工作专业人才服务边远贫困地区、边疆民族地区和革命老区计划",
}
MEASURE = re.compile(r"^(?:\(([一二三四五])\)|(\d)\.)", re.MULTILINE)


@pytest.fixture
def official(shared: Path) -> str:
    return (shared / "plans" / "00-luoxiao-2012.txt").read_text(encoding="utf-8")


@pytest.fixture
def gold(shared: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "plans" / "00-luoxiao-2012.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def parsed() -> dict[str, Any]:
    from luoxiao.plan.parse import parse
    from luoxiao.plan.parse.schema import to_json

    return to_json(parse(TEXT))


def test_it_begins_with_its_title_and_says_that_it_is_restated() -> None:
    assert TEXT.startswith(luoxiao_plan().title + "\n")
    assert luoxiao_plan().status == "restated"
    assert luoxiao_plan().area_number in {area.number for area in areas()}
    assert luoxiao_plan().issuer_unit_code in {unit.code for unit in units()}


def test_the_defects_of_the_official_text_are_kept() -> None:
    assert TEXT.count("(2011-)") == 7
    assert TEXT.count("(2011-2020年)") == 3
    assert TEXT.count(":1.到,") == 1
    assert TEXT.count("中办发〔2011〕10号") == 1


def test_every_measure_has_a_short_title_that_fits_a_cell() -> None:
    titles = short_titles(luoxiao_plan().title)
    assert set(_measures(TEXT)) == {path for path in titles if path.startswith("四/")}
    assert len(_measures(TEXT)) == 19
    assert set(titles) - set(_measures(TEXT)) == {"二/(一)/1", "二/(一)/2"}
    assert all(0 < len(title) <= 16 for title in titles.values())
    assert len(set(titles.values())) == len(titles)


def test_no_long_run_of_characters_is_shared_with_the_official_text(official: str) -> None:
    assert _longest_shared_run(TEXT, official) <= LONGEST_SHARED_RUN


def test_no_duty_of_a_body_is_copied_either(official: str) -> None:
    duties = "|".join(duty.text for body in bodies() for duty in body.duties)
    assert _longest_shared_run(duties, official) <= LONGEST_SHARED_RUN


def test_the_check_of_shared_runs_sees_a_copied_sentence() -> None:
    other = "片区工作要,扎实推进,每个县的救助站都要建好。"
    assert _longest_shared_run("前文。" + other, other) > LONGEST_SHARED_RUN
    assert _longest_shared_run("《社会养老服务体系建设规划》", "《社会养老服务体系建设规划》") == 0


def test_every_measure_keeps_the_verbs_that_say_how_firm_it_is(official: str) -> None:
    verbs = ("争取", "建议", "指导", "支持", "协商", "引导", "优先", "参照", "定期", "应保尽保", "先行先试")
    ours, theirs = _measures(TEXT), _measures(official)
    assert list(ours) == list(theirs)
    for path, text in ours.items():
        assert [verb for verb in verbs if verb in text] == [verb for verb in verbs if verb in theirs[path]], path


def test_all_numbers_are_those_of_the_official_text(official: str) -> None:
    assert Counter(re.findall(r"\d+", TEXT)) == Counter(re.findall(r"\d+", official))


def test_the_same_people_and_titles_are_named(official: str) -> None:
    for name in ("李立国", "戴均良", "徐立", "刘福清", "温家宝"):
        assert TEXT.count(name) >= 1
        assert name in official
    assert re.findall("《[^》]*》", TEXT) == re.findall("《[^》]*》", official)


def test_it_parses_into_the_clauses_and_units_of_the_official_text(
    parsed: dict[str, Any], gold: dict[str, Any]
) -> None:
    same = ("path", "level", "kind", "number", "units", "lead", "cooperating")
    ours = [{key: clause[key] for key in same} for clause in parsed["clauses"]]
    assert ours == [{key: clause[key] for key in same} for clause in gold["clauses"]]


def test_each_clause_begins_where_the_parser_says(parsed: dict[str, Any]) -> None:
    starts = [clause["char_start"] for clause in parsed["clauses"]]
    assert starts == sorted(starts)
    assert all(TEXT.startswith(clause["number"], clause["char_start"]) for clause in parsed["clauses"])


def test_it_parses_into_the_citations_and_figures_of_the_official_text(
    parsed: dict[str, Any], gold: dict[str, Any]
) -> None:
    citations = [
        {key: cited[key] for key in ("title", "number")} for cited in gold["citations"] if "alias" not in cited
    ]
    assert [{key: cited[key] for key in ("title", "number")} for cited in parsed["citations"]] == citations
    for field in ("amounts", "percentages", "lead_tasks"):
        assert parsed[field] == gold[field], field


@pytest.mark.parametrize("field", ["deadlines", "recurrences"])
def test_it_parses_into_the_dates_of_the_official_text(
    parsed: dict[str, Any], gold: dict[str, Any], field: str
) -> None:
    def seen(entries: list[dict[str, Any]]) -> Counter[tuple[str, str | None]]:
        return Counter((entry["text"], entry.get("not_after")) for entry in entries)

    required = seen([entry for entry in gold[field] if not entry.get("optional")])
    assert required <= seen(parsed[field]) <= seen(gold[field])


def _measures(text: str) -> dict[str, str]:
    """Path to line of the numbered measures of part 四."""
    found, part = {}, ""
    for line in text.split("\n四、")[1].splitlines():
        marker = MEASURE.match(line)
        if marker and marker[1]:
            part = marker[1]
        elif marker:
            found[f"四/({part})/{marker[2]}"] = line
    return found


def _longest_shared_run(text: str, other: str) -> int:
    """Length of the longest run of Chinese characters in both texts, punctuation and proper names left out."""
    ours, theirs = _chinese(text), _chinese(other)
    longest = 0
    for start in range(len(ours)):
        run = ours[start : start + longest + 1]
        while "|" not in run and len(run) == longest + 1 and run in theirs:
            longest += 1
            run = ours[start : start + longest + 1]
    return longest


def _chinese(text: str) -> str:
    """Chinese characters alone; a bar stands for a 《title》, a document number, a unit, a body or a proper name."""
    names = PROPER_NAMES | {name for unit in units() for name in (unit.name, unit.short_name)}
    names |= {alias.alias for alias in unit_aliases()}
    names |= {name for body in bodies() for name in (body.name, body.former_name, *body.aliases) if name}
    text = re.sub(r"《[^》]*》|[一-龥]{1,6}〔\d{4}〕\d+号", "|", text)
    text = re.sub("|".join(sorted(map(re.escape, names), key=len, reverse=True)), "|", text)
    return re.sub(r"[^一-龥|]", "", text)
