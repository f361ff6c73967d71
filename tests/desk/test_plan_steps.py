"""The page of a clause says, sentence by sentence, which steps serve it and where there is none yet."""

import re
from datetime import date, datetime
from html import unescape
from typing import Any

import pytest

from luoxiao.organisations.models import Unit, User
from luoxiao.plan.models import PlanVersion
from luoxiao.supervision import actions
from luoxiao.supervision.actions import StepDraft
from luoxiao.supervision.models import Task
from tests.conftest import signed_in
from tests.plan.sample import propose

pytestmark = pytest.mark.django_db

TEXT = "演练方案\n一、任务\n1.建设储备库,配齐物资。制定办法。组织演练。(救灾司)\n2.统一标准。(社会救助司)\n"
DAY = date(2012, 11, 30)


def adopted(preparer: User, reviewer: User, at: datetime, text: str) -> PlanVersion:
    version = propose(preparer, at, text)
    actions.adopt(version, by=reviewer, at=at)
    return version


@pytest.fixture
def version(preparer: User, reviewer: User, bureau: Unit, other_bureau: Unit, at: datetime) -> PlanVersion:
    return adopted(preparer, reviewer, at, TEXT)


def file(by: User, at: datetime, **steps: tuple[str, ...]) -> None:
    task = Task.objects.get(clause_path="一/1")
    drafts = [StepDraft(title, "甲", DAY, "乙", serves) for title, serves in steps.items()]
    actions.file_steps(task, steps=drafts, seen=task.version, by=by, at=at)


def read(user: User, version: PlanVersion, **query: str | int) -> str:
    answer: Any = signed_in(user).get(f"/plans/{version.pk}/", query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def listed(page: str) -> list[str]:
    """The lines of the list of sentences."""
    found = re.search(r'<section class="covered".*?</section>', page, re.S)
    items = re.findall(r"<li.*?</li>", found[0], re.S) if found else []
    return [" ".join(re.sub(r"<[^>]+>", "", item).split()) for item in items]


def steps_in(page: str) -> tuple[list[str], list[str]]:
    """The steps shown under the chosen sentence, and those folded away."""
    chain = page[page.index('<ol class="chain">') :]
    here, _, folded = chain.partition('<details class="others">')
    titles = [re.findall(r'bx step"><div class="r"><span>(.*?)</span>', part) for part in (here, folded)]
    return titles[0], titles[1]


def test_each_sentence_has_its_steps_or_says_that_there_is_none(
    version: PlanVersion, clerk: User, reviewer: User, at: datetime
) -> None:
    file(clerk, at, 选址=("建设储备库,配齐物资。",), 开工=("建设储备库,配齐物资。",), 起草=("制定办法。",))
    for user in (clerk, reviewer):
        page = read(user, version, clause="一/1")
        assert listed(page) == ["第 1 句 选址、开工", "第 2 句 起草", "第 3 句 还没有措施"]
        assert steps_in(page) == (["选址", "开工"], ["起草"])


def test_a_sentence_without_a_step_is_a_gap_though_the_task_has_steps(
    version: PlanVersion, clerk: User, at: datetime
) -> None:
    file(clerk, at, 选址=("建设储备库,配齐物资。",))
    page = read(clerk, version, clause="一/1", sentence=3)
    assert "这一句还没有对应的措施" in page
    assert steps_in(page) == ([], ["选址"])


def test_a_step_for_the_whole_clause_serves_every_sentence(version: PlanVersion, clerk: User, at: datetime) -> None:
    file(clerk, at, 摸底=(), 起草=("制定办法。",))
    page = read(clerk, version, clause="一/1", sentence=3)
    assert listed(page) == ["第 1 句 摸底", "第 2 句 摸底、起草", "第 3 句 摸底"]
    assert steps_in(page) == (["摸底"], ["起草"])


def test_before_any_step_there_is_no_list(version: PlanVersion, clerk: User) -> None:
    page = read(clerk, version, clause="一/1")
    assert listed(page) == []
    assert "牵头单位还没有报落实措施" in page


def test_the_stranger_sees_no_steps_of_another_bureau(
    version: PlanVersion, clerk: User, stranger: User, at: datetime
) -> None:
    file(clerk, at, 选址=("建设储备库,配齐物资。",))
    page = read(stranger, version, clause="一/1")
    assert "选址" not in page
    assert listed(page) == []


def test_a_reworded_sentence_has_no_step_until_steps_are_filed_again(
    version: PlanVersion, clerk: User, preparer: User, reviewer: User, at: datetime
) -> None:
    file(clerk, at, 选址=("建设储备库,配齐物资。",), 起草=("制定办法。",))
    following = propose(preparer, at, TEXT.replace("制定办法。组织演练。", "组织演练。修订办法。"), of=version.plan)
    actions.adopt(following, by=reviewer, at=at)
    assert listed(read(clerk, following, clause="一/1")) == ["第 1 句 选址", "第 2 句 还没有措施", "第 3 句 还没有措施"]


def test_a_clause_of_many_sentences_lists_those_around_the_chosen_one(
    preparer: User, reviewer: User, clerk: User, at: datetime
) -> None:
    text = "演练方案\n一、任务\n1." + "".join(f"试点,第{n}批。" for n in range(1, 91)) + "(救灾司)\n"
    version = adopted(preparer, reviewer, at, text)
    file(clerk, at, 选址=("试点,第50批。",))
    for chosen, first in ((1, 1), (50, 40), (90, 71)):
        lines = listed(read(clerk, version, clause="一/1", sentence=chosen))
        assert (len(lines), lines[0].split()[1]) == (20, str(first))


@pytest.mark.parametrize("count", [1, 40])
def test_the_page_asks_no_more_questions_for_more_steps(
    version: PlanVersion, clerk: User, at: datetime, count: int, django_assert_max_num_queries: Any
) -> None:
    file(clerk, at, **{f"第{n}项": ("制定办法。",) for n in range(count)})
    client = signed_in(clerk)
    with django_assert_max_num_queries(25):
        client.get(f"/plans/{version.pk}/", {"clause": "一/1"})
