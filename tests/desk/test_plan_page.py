"""The page of a version: the text to the character with its lights, the chain, and what a long plan costs."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from luoxiao.core.periods import Quarter
from luoxiao.organisations.models import Unit, User
from luoxiao.plan import actions as plan_actions
from luoxiao.plan.models import KnownPaper, PlanVersion
from luoxiao.supervision import actions
from luoxiao.supervision.actions import Attachment, ProgressDraft, StepDraft
from luoxiao.supervision.models import Task
from tests.conftest import signed_in
from tests.desk.plan_pages import FIRST, read, text_of, version, waiting, words_of
from tests.plan.sample import TEXT, propose

__all__ = ["version", "waiting"]

pytestmark = pytest.mark.django_db


# the text


def test_the_text_is_shown_to_the_character(version: PlanVersion, reviewer: User) -> None:
    body = read(reviewer, version, clause=FIRST).split("<article")[1].split("</article>")[0]
    body = re.sub(r'<a class="(sup|doubt)".*?</a>|<span class="vh">.*?</span>|<p class="onward.*?</p>', "", body)
    shown = "".join(words_of(body.split(">", 1)[1]).split())
    section = TEXT[TEXT.index("二、任务") :]
    assert shown == "".join(section.split())


def test_the_first_page_begins_with_what_stands_before_the_clauses(version: PlanVersion, reviewer: User) -> None:
    assert "为办好演练,制定本方案。" in read(reviewer, version)
    assert "为办好演练,制定本方案。" not in read(reviewer, version, clause=FIRST)


def test_doubtful_places_are_marked_in_the_text_and_never_mended(version: PlanVersion, reviewer: User) -> None:
    page = read(reviewer, version, clause=FIRST)
    assert re.search(r'<mark class="dbt">2011-</mark><a class="doubt" href="[^"]+#finding-\d+">年份缺失</a>\)》', page)
    assert "“2011-”里的年份在来文中脱落，没有补填" in page


def test_sentences_are_numbered_and_counted(version: PlanVersion, reviewer: User) -> None:
    page = words_of(read(reviewer, version, clause="二/(二)"))
    assert "二（二） 第 1 句" in read(reviewer, version, clause="二/(二)")
    assert "1 句，已分解 1 句" in page


def test_sentences_without_a_task_are_dashed_and_named(version: PlanVersion, reviewer: User) -> None:
    page = read(reviewer, version, clause="一/(一)")
    assert '<span class="sn undivided cur">设立办公室。' in page
    assert "1 句，已分解 0 句；第 1 句尚无任务" in words_of(page)
    assert "这一句没有写责任单位，没有立项" in page


def test_a_sentence_has_the_light_of_its_task(version: PlanVersion, reviewer: User) -> None:
    assert '<span class="sn idle cur">建设储备库' in read(reviewer, version, clause=FIRST)
    Task.objects.filter(clause_path=FIRST).update(next_due=date(2012, 10, 1))
    page = read(reviewer, version, clause=FIRST)
    assert '<span class="sn late cur">建设储备库' in page
    assert "逾期" in page


def test_the_chosen_sentence_is_highlighted(version: PlanVersion, reviewer: User) -> None:
    page = read(reviewer, version, clause=FIRST, sentence=2)
    assert "cur" not in page[page.index("建设储备库,") - 40 : page.index("建设储备库,")]
    assert "第 2 句　当前选中" in page
    assert "《演练方案》二（一）1：“到,建成二处。”" in words_of(page)


def test_the_tree_stands_open_at_the_chosen_clause(version: PlanVersion, reviewer: User) -> None:
    page = read(reviewer, version, clause="二/(一)/2")
    tree = page[page.index('class="card tree"') : page.index("</nav>", page.index('class="card tree"'))]
    assert re.findall(r'aria-current="true">.*?<span class="lf">(.*?)</span>', tree, re.S) == ["2.统一标准"]
    assert "一、机构" in tree
    assert "(一)设立机构" not in tree


def test_the_locked_source_shows_its_hash(version: PlanVersion, reviewer: User) -> None:
    page = read(reviewer, version)
    assert f'<abbr title="{version.sha256}">{version.sha256[:4]}…{version.sha256[-4:]}</abbr>' in page


def test_a_restated_plan_says_so(preparer: User, reviewer: User, at: datetime) -> None:
    version = propose(preparer, at, is_restated=True)
    assert "本方案为改写稿，引用须以原方案为准。" in read(reviewer, version)


# the chain


def test_the_chain_leads_from_the_cited_paper_to_the_task(version: PlanVersion, reviewer: User) -> None:
    page = words_of(read(reviewer, version, clause="二/(一)/2"))
    chain = page[page.index("上位依据") :]
    for words in ("演练规划(2011-)", "统一标准。", "社会救助司", "牵头单位还没有报落实措施", "还没有经复核采用的佐证"):
        assert words in chain


def test_a_paper_cited_without_its_number_says_where_the_number_stands(
    preparer: User, reviewer: User, at: datetime
) -> None:
    KnownPaper.objects.create(number="国发〔2012〕21号", title="演练考核办法(试行)", source="test", confidence="high")
    text = "演练方案\n一、依据\n按照《演练规划》(国办发〔2011〕55号)办理。\n"
    text += "二、任务\n按照《演练规划》和《演练考核办法(试行)》办理。\n"
    page = words_of(read(reviewer, propose(preparer, at, text), clause="二"))
    assert "国办发〔2011〕55号（据一）" in page
    assert "国发〔2012〕21号（据文件登记簿）" in page


def test_a_heading_without_sentences_leads_to_the_measures_under_it(version: PlanVersion, reviewer: User) -> None:
    chain = read(reviewer, version, clause="二").split('id="chain"')[1]
    assert [cite in chain for cite in ("二（一）1 建设储备库", "二（一）2 统一标准", "二（二） 每季度通报进展")] == [
        True
    ] * 3
    assert "没有写责任单位，没有立项" in read(reviewer, version, clause="一")


def test_doubts_of_the_chosen_clause_come_first(version: PlanVersion, reviewer: User) -> None:
    page = read(reviewer, version, clause="二/(一)/2")
    here, elsewhere = page.split('id="h-doubts"')[1].split("本页其他 2 处")
    assert "“2011-”里的年份" in here
    assert "“到,”里的年份" in elsewhere


def test_evidence_counts_only_when_its_report_is_accepted(
    version: PlanVersion, clerk: User, reviewer: User, at: datetime
) -> None:
    task = Task.objects.get(clause_path=FIRST)
    steps = [StepDraft("摸底", "备灾处", date(2012, 11, 20), "底数清")]
    actions.file_steps(task, steps=steps, seen=task.version, by=clerk, at=at)
    task.refresh_from_db()
    draft = ProgressDraft(Quarter(2012, 3), "已摸底。", "sure", evidence=(Attachment("底数表.txt", "表".encode()),))
    report = actions.report_progress(task, draft=draft, seen=task.version, by=clerk, at=at)
    assert "底数表.txt" not in read(reviewer, version, clause=FIRST)
    actions.accept_report(report, by=reviewer, at=at)
    page = read(reviewer, version, clause=FIRST)
    assert "底数表.txt" in page
    assert "摸底" in page
    assert "底数表.txt" in read(clerk, version, clause=FIRST)


def test_another_bureaus_task_shows_only_what_the_text_says(version: PlanVersion, clerk: User, stranger: User) -> None:
    """The second measure is led by the stranger's bureau alone."""
    page = read(clerk, version, clause="二/(一)/2")
    assert '<span class="sn said cur">统一标准。' in page
    assert "任务不归本单位，办理情况不在此显示" in page
    assert "尚未报落实措施" not in page
    assert '<span class="sn idle cur">统一标准。' in read(stranger, version, clause="二/(一)/2")


# size


def long_plan(parts: int, items: int) -> str:
    numbers = "一二三四五六七八九十"
    return "演练方案\n" + "".join(
        f"{numbers[part]}、任务{part}\n"
        + "".join(
            f"{n}.按照《规划{n}(2011-)》试点{part}{n}，2013年底前完成。(救灾司、社会救助司)\n" for n in range(1, items)
        )
        for part in range(parts)
    )


@pytest.mark.parametrize("items", [5, 60, 300])
def test_a_page_asks_no_more_questions_for_a_longer_plan(
    items: int,
    preparer: User,
    reviewer: User,
    bureau: Unit,
    other_bureau: Unit,
    at: datetime,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    version = propose(preparer, at, long_plan(3, items))
    actions.adopt(version, by=reviewer, at=at)
    client = signed_in(reviewer)
    with django_assert_max_num_queries(25):
        answer = client.get(f"/plans/{version.pk}/", {"clause": "二/2"})
    assert len(answer.content) < 700_000


def test_every_clause_of_a_long_plan_is_reached_by_going_on(preparer: User, reviewer: User, at: datetime) -> None:
    version = propose(preparer, at, long_plan(2, 250))
    client, address, seen = signed_in(reviewer), f"/plans/{version.pk}/", set()
    pages = 0
    while address:
        page = text_of(client.get(address))
        seen |= set(re.findall(r'id="c-(\d+)"', page))
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        address, pages = onward[1] if onward else "", pages + 1
    assert {int(pk) for pk in seen} == set(version.clauses.values_list("pk", flat=True))
    assert pages < 20


def test_long_clauses_under_one_heading_do_not_stand_on_one_page(preparer: User, reviewer: User, at: datetime) -> None:
    items = "".join(f"{n}.{'试点，' * 2500}完成。(救灾司)\n" for n in range(1, 12))
    version = propose(preparer, at, f"演练方案\n一、任务\n{items}二、通报\n通报。\n")
    for path in ("一", "一/1", "一/5"):
        assert len(read(reviewer, version, clause=path)) < 80_000


def test_one_very_long_clause_is_read_on_page_by_page(preparer: User, reviewer: User, at: datetime) -> None:
    text = "演练方案\n一、任务\n" + "".join(f"试点第{n}批。" for n in range(8000)) + "\n二、通报\n通报。\n"
    version = propose(preparer, at, text)
    client, address, read_words = signed_in(reviewer), f"/plans/{version.pk}/?clause=一", ""
    while address:
        page = text_of(client.get(address))
        assert len(page) < 4_000_000
        read_words += "".join(re.findall(r"试点第\d+批。", words_of(re.sub(r'<a class="sup".*?</a>', "", page))))
        onward = re.search(r'href="([^"]+from=\d+)"', page)
        address = onward[1] if onward else ""
    assert all(f"试点第{n}批。" in read_words for n in (0, 4000, 7999))


def test_an_unchanged_page_answers_304(version: PlanVersion, reviewer: User) -> None:
    client = signed_in(reviewer)
    etag = client.get(f"/plans/{version.pk}/")["ETag"]
    assert client.get(f"/plans/{version.pk}/", headers={"if-none-match": etag}).status_code == 304
    finding = version.findings.order_by("id")[0]
    plan_actions.record_correction(finding, text="a", source="b", by=reviewer, at=datetime.now().astimezone())
    assert client.get(f"/plans/{version.pk}/", headers={"if-none-match": etag}).status_code == 200
