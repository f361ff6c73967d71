"""What is built is what was read, to the character; the same text gives the same fingerprint."""

from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest

from luoxiao.organisations.models import Unit, UnitAlias, User
from luoxiao.plan import building
from luoxiao.plan.building import Tree, build, fingerprint, first_words
from luoxiao.plan.models import Clause, ClauseUnit, Measure, Mention
from tests.plan.sample import TEXT, propose

pytestmark = pytest.mark.django_db
Kind = Mention.Kind


@pytest.fixture
def tree(bureau: Unit, other_bureau: Unit) -> Tree:
    return build(TEXT)


def clause(tree: Tree, path: str) -> Clause:
    return next(one for one in tree.clauses if one.path == path)


def words(tree: Tree, row: Clause | ClauseUnit | Measure | Mention) -> str:
    return tree.version.text[row.char_start : row.char_end]


def test_nothing_is_stored(tree: Tree) -> None:
    rows = (tree.version, *tree.clauses, *tree.units, *tree.mentions, *tree.measures, *tree.findings)
    assert all(row.pk is None for row in rows)


def test_clauses_stand_in_reading_order_with_their_parents_before_them(tree: Tree) -> None:
    assert [one.order for one in tree.clauses] == list(range(7))
    assert all(a.char_start < b.char_start for a, b in pairwise(tree.clauses))
    for one in tree.clauses:
        assert one.parent is None or one.parent.order < one.order
        assert one.parent is None or one.parent.level == one.level - 1


def test_the_own_words_of_the_clauses_and_the_preamble_are_the_text(tree: Tree) -> None:
    own = "".join(tree.version.text[one.char_start : one.own_end] for one in tree.clauses)
    assert tree.version.text[: tree.clauses[0].char_start] + own == TEXT


def test_units_keep_their_printed_names_and_find_the_register(tree: Tree, bureau: Unit, other_bureau: Unit) -> None:
    named = [row for row in tree.units if row.clause.path == "二/(一)/1"]
    assert [words(tree, row) for row in named] == [row.printed for row in named] == ["救灾司", "社会救助司"]
    assert [row.unit for row in named] == [bureau, other_bureau]
    assert [row.is_lead for row in named] == [True, False]


def test_a_unit_under_another_name_is_the_same_unit(bureau: Unit) -> None:
    UnitAlias.objects.create(unit=bureau, alias="社会救助司", source="test")
    assert {row.unit for row in build(TEXT).units} == {bureau}


def test_an_unregistered_unit_stays_printed_and_unknown() -> None:
    assert {row.unit for row in build(TEXT).units} == {None}


def test_mentions_stand_where_they_are_said(tree: Tree) -> None:
    by_kind = {mention.kind: mention for mention in tree.mentions if mention.kind != Kind.VERB}
    assert words(tree, by_kind[Kind.CITATION]) == "《演练规划(2011-)》"
    assert by_kind[Kind.CITATION].clause == clause(tree, "二/(一)/2")
    assert (by_kind[Kind.RECURRENCE].rhythm, by_kind[Kind.RECURRENCE].clause) == ("quarterly", clause(tree, "二/(二)"))


def test_a_mention_in_the_preamble_belongs_to_no_clause() -> None:
    tree = build("演练方案\n按照《演练办法》制定本方案。\n一、任务\n试点。\n二、推广\n推广。")
    assert [mention.clause for mention in tree.mentions if mention.kind == Kind.CITATION] == [None]


def test_measures_are_clauses_with_units_and_duties(tree: Tree) -> None:
    said = [(measure.clause.path, measure.kind, measure.title, measure.rhythm) for measure in tree.measures]
    assert said == [
        ("二/(一)/1", "measure", "建设储备库", ""),
        ("二/(一)/2", "measure", "统一标准", ""),
        ("二/(二)", "duty", "每季度通报进展", "quarterly"),
    ]
    assert [measure.order for measure in tree.measures] == [0, 1, 2]


def test_a_measure_is_due_on_the_latest_date_its_words_set(tree: Tree) -> None:
    first, second, duty = tree.measures
    assert (first.due, first.due_text) == (date(2013, 6, 30), "2013年6月底前")
    assert (second.due, second.due_text) == (None, "")
    assert duty.due is None


def test_a_lost_date_leaves_its_words_and_no_date() -> None:
    tree = build("演练方案\n一、任务\n1.到,建成二处。(救灾司)\n2.试点。(救灾司)")
    assert [(m.due, m.due_text) for m in tree.measures] == [(None, "到,"), (None, "")]


def test_money_beyond_the_column_stays_words() -> None:
    tree = build("演练方案\n一、任务\n1.安排999999999999亿元。(救灾司)\n2.安排1亿元。(救灾司)")
    amounts = {mention.text: mention.fen for mention in tree.mentions if mention.kind == Kind.AMOUNT}
    assert amounts["1亿元"] == 10_000_000_000
    assert [fen for text, fen in amounts.items() if text.startswith("999")] == [None]


def test_a_percentage_beyond_the_column_stays_words() -> None:
    tree = build("演练方案\n一、任务\n1.达到123456789012345.123456%。(救灾司)\n2.达到95.5%。(救灾司)")
    said = [mention.percent for mention in tree.mentions if mention.kind == Kind.PERCENTAGE]
    assert said == ["", "95.5"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("建设储备库，完成。", "建设储备库"),
        ("建库，定标准，完成。", "建库，定标准"),
        (" 建设储备库 ", "建设储备库"),
        ("长" * 31, "长" * 29 + "…"),
        ("长" * 30 + "。", "长" * 30),
        ("", ""),
    ],
)
def test_a_title_is_the_words_before_the_first_mark(text: str, title: str) -> None:
    assert first_words(text) == title


def test_the_same_text_gives_the_same_fingerprint(tree: Tree) -> None:
    assert fingerprint(tree) == fingerprint(build(TEXT))


def test_storing_does_not_change_the_fingerprint(tree: Tree, preparer: User, at: datetime) -> None:
    assert propose(preparer, at, seen=fingerprint(tree)).pk


def test_any_difference_in_what_was_read_changes_the_fingerprint(tree: Tree, bureau: Unit) -> None:
    other = [fingerprint(build(TEXT.replace("二处", "三处"))), fingerprint(build(TEXT + " "))]
    bureau.delete()
    other.append(fingerprint(build(TEXT)))
    assert len({fingerprint(tree), *other}) == 4


def test_a_digest_is_of_the_text_in_utf8() -> None:
    assert building.digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("clauses", [10, 60])
def test_building_asks_the_database_the_same_few_questions(
    clauses: int, bureau: Unit, django_assert_num_queries: Any
) -> None:
    text = "演练方案\n一、任务\n" + "".join(f"{n}.试点{n}。(救灾司)\n" for n in range(1, clauses + 1))
    with django_assert_num_queries(4):
        build(text)
