"""Which sentences a step serves: chosen when it is filed, kept in words, found again in the next version."""

from datetime import date, datetime
from typing import Any

import pytest

from luoxiao.core import trail
from luoxiao.organisations.models import NotAllowed, Unit, User
from luoxiao.plan.models import Plan, PlanVersion
from luoxiao.plan.sentences import Sentence
from luoxiao.supervision import actions
from luoxiao.supervision.actions import StepDraft, current_steps, steps
from luoxiao.supervision.models import Step, Task
from luoxiao.supervision.serving import Serving, serving
from luoxiao.supervision.wording import served
from tests.plan.sample import propose

TEXT = "演练方案\n一、任务\n1.建设储备库,配齐物资。制定办法。组织演练。(救灾司)\n2.统一标准。(社会救助司)\n"
SENTENCES = ["建设储备库。", "制定\n办法。", "组织演练。"]
DAY = date(2012, 11, 30)


@pytest.mark.parametrize(
    ("quoted", "found"),
    [
        ([], Serving(whole=True)),
        (["制定办法。"], Serving(whole=False, places=(1,))),
        (["组织演练。", "建设 储备库。"], Serving(whole=False, places=(0, 2))),
        (["修订办法。"], Serving(whole=False, lost=("修订办法。",))),
        (["修订办法。", "组织演练。"], Serving(whole=False, places=(2,), lost=("修订办法。",))),
    ],
)
def test_a_step_serves_the_sentences_it_quotes_and_all_where_it_quotes_none(quoted: list[str], found: Serving) -> None:
    assert serving(quoted, SENTENCES) == found


@pytest.mark.parametrize(
    ("quoted", "cites", "said"),
    [
        ([], "一一一", "对应整条"),
        ([], "一", ""),
        (["组织演练。", "建设储备库。"], "一一一", "对应第 1 句、第 3 句"),
        (["组织演练。"], "一一二", "对应二第 3 句"),
        (["修订办法。"], "一一一", "“修订办法。”已不在原文"),
        (["修订办法。", "组织演练。"], "一一一", "对应第 3 句；“修订办法。”已不在原文"),
    ],
)
def test_what_a_step_serves_is_said_in_words(quoted: list[str], cites: str, said: str) -> None:
    among = [Sentence(cite, n, text) for n, (cite, text) in enumerate(zip(cites, SENTENCES, strict=False), 1)]
    assert served(serving(quoted, [one.text for one in among]), among) == said


@pytest.fixture
def version(preparer: User, reviewer: User, bureau: Unit, other_bureau: Unit, at: datetime) -> PlanVersion:
    made = propose(preparer, at, TEXT)
    actions.adopt(made, by=reviewer, at=at)
    return made


@pytest.fixture
def task(version: PlanVersion) -> Task:
    """Led by the clerk's bureau, of three sentences."""
    return Task.objects.get(clause_path="一/1")


def file(task: Task, by: User, at: datetime, *drafts: tuple[str, tuple[str, ...]]) -> None:
    made = [StepDraft(title, "甲", DAY, "乙", serves) for title, serves in drafts]
    actions.file_steps(task, steps=made, seen=Task.objects.get(pk=task.pk).version, by=by, at=at)


@pytest.mark.django_db
def test_a_step_keeps_its_sentences_in_the_words_and_order_of_the_plan(task: Task, clerk: User, at: datetime) -> None:
    file(task, clerk, at, ("甲项", ("组织\r\n演练。", "建设储备库,配齐物资。", "建设储备库,配齐物资。")), ("乙项", ()))
    assert [step.serves for step in current_steps(task)] == [["建设储备库,配齐物资。", "组织演练。"], []]


@pytest.mark.django_db
def test_the_trail_says_which_sentences_a_step_serves(task: Task, clerk: User, at: datetime) -> None:
    file(task, clerk, at, ("甲项", ("制定办法。",)), ("乙项", ()))
    line = trail.history(task).get(action="task.file-steps")
    assert line.after["steps"] == ["甲项｜甲｜2012-11-30｜乙｜“制定办法。”", "乙项｜甲｜2012-11-30｜乙"]


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["统一标准。", "建设", "", "1"])
def test_what_is_no_sentence_of_the_tasks_clause_is_refused_whole(
    task: Task, clerk: User, at: datetime, words: str
) -> None:
    with pytest.raises(steps.NotASentence, match=f"“甲项”所对应的“{words}”不是本任务条款里的一句"):
        file(task, clerk, at, ("乙项", ("制定办法。",)), ("甲项", (words,)))
    assert not task.filings.exists()
    assert Task.objects.get(pk=task.pk).version == task.version


@pytest.mark.django_db
def test_only_the_lead_bureau_says_what_its_steps_serve(
    task: Task, stranger: User, reviewer: User, at: datetime
) -> None:
    for user in (stranger, reviewer):
        with pytest.raises(NotAllowed):
            file(task, user, at, ("甲项", ("制定办法。",)))


@pytest.mark.django_db
def test_a_new_version_finds_moved_sentences_again_and_loses_reworded_ones(
    task: Task, clerk: User, reviewer: User, preparer: User, at: datetime
) -> None:
    file(task, clerk, at, ("甲项", ("组织演练。",)), ("乙项", ("制定办法。",)))
    text = TEXT.replace("建设储备库,配齐物资。制定办法。组织演练。", "组织演练。建设储备库,配齐物资。修订办法。")
    following = propose(preparer, at, text, of=Plan.objects.get())
    actions.adopt(following, by=reviewer, at=at)
    first, second = current_steps(task)
    said = ["组织演练。", "建设储备库,配齐物资。", "修订办法。"]
    assert serving(first.serves, said) == Serving(whole=False, places=(0,))
    assert serving(second.serves, said) == Serving(whole=False, lost=("制定办法。",))
    with pytest.raises(steps.NotASentence):
        file(task, clerk, at, ("甲项", ()), ("乙项", ("制定办法。",)))
    file(task, clerk, at, ("甲项", ()), ("乙项", ("修订办法。",)))
    assert [step.serves for step in current_steps(task)] == [[], ["修订办法。"]]


@pytest.mark.django_db
def test_the_steps_of_the_latest_filing_are_the_current_ones(
    task: Task, clerk: User, at: datetime, django_assert_num_queries: Any
) -> None:
    for n in range(3):
        file(task, clerk, at, *((f"第{n}次第{m}项", ()) for m in range(n + 1)))
    with django_assert_num_queries(1):
        titles = sorted(step.title for step in Step.objects.current())
    assert titles == ["第2次第0项", "第2次第1项", "第2次第2项"]
