"""The sentences of a measure are those that the page of the plan numbers under it."""

from datetime import datetime
from typing import Any

import pytest

from luoxiao.organisations.models import Unit, User
from luoxiao.plan import reading
from luoxiao.plan.models import Measure, PlanVersion
from luoxiao.plan.sentences import Sentence, sentences_of
from tests.plan.sample import propose

pytestmark = pytest.mark.django_db

TEXT = """演练方案
一、任务
1.建设储备库,配齐物资。再建
一处。（救灾司、社会救助司）
2.统一标准。(社会救助司)
3.督促,检查。办公室牵头。每季度通报进展。
二、试点。按下列各项试点。(救灾司)
1.选县。
2.总结。(社会救助司)
"""


@pytest.fixture
def version(preparer: User, bureau: Unit, other_bureau: Unit, at: datetime) -> PlanVersion:
    return propose(preparer, at, TEXT)


def of(version: PlanVersion, path: str, kind: str = "measure") -> list[Sentence]:
    measure = Measure.objects.select_related("clause__version").get(version=version, clause__path=path, kind=kind)
    return sentences_of(measure)


def test_number_and_units_are_no_sentences(version: PlanVersion) -> None:
    assert of(version, "一/1") == [Sentence("一1", 1, "建设储备库,配齐物资。"), Sentence("一1", 2, "再建\n一处。")]


def test_a_duty_is_made_of_its_own_sentence_under_the_number_of_the_clause(version: PlanVersion) -> None:
    assert [(one.number, one.text) for one in of(version, "一/3", "duty")] == [(3, "每季度通报进展。")]


def test_a_measure_has_what_stands_under_it_but_not_the_measures_there(version: PlanVersion) -> None:
    assert [(one.cite, one.text) for one in of(version, "二")] == [("二", "按下列各项试点。"), ("二1", "选县。")]


def test_line_breaks_do_not_tell_two_quotations_apart() -> None:
    assert Sentence("一1", 2, "再建\n 一处。").core == reading.core("再建一处。") == "再建一处。"


def test_the_questions_asked_do_not_grow_with_the_clause(
    preparer: User, bureau: Unit, other_bureau: Unit, at: datetime, django_assert_num_queries: Any
) -> None:
    for count in (2, 80):
        version = propose(
            preparer,
            at,
            f"演练方案\n一、任务\n1.{'建设储备库,配齐物资。' * count}(救灾司)\n2.完成{count}处。(救灾司)\n",
        )
        measure = Measure.objects.select_related("clause__version").get(version=version, clause__path="一/1")
        with django_assert_num_queries(3):
            assert len(sentences_of(measure)) == count
