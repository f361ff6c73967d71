"""The pages of a plan: who sees which version, the text to the character with its lights, and the forms beside it."""

import re
from collections.abc import Callable
from datetime import date, datetime
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse

from luoxiao.core.models import TrailEvent
from luoxiao.core.periods import Quarter
from luoxiao.organisations.models import Unit, User
from luoxiao.plan import actions as plan_actions
from luoxiao.plan.actions import Original
from luoxiao.plan.models import Correction, Finding, KnownPaper, PlanVersion
from luoxiao.supervision import actions
from luoxiao.supervision.actions import Attachment, ProgressDraft, StepDraft
from luoxiao.supervision.models import Task
from tests.conftest import make_user, signed_in
from tests.plan.sample import NEXT, TEXT, propose

pytestmark = pytest.mark.django_db
State = PlanVersion.State
FIRST = "二/(一)/1"


@pytest.fixture
def waiting(preparer: User, bureau: Unit, other_bureau: Unit, at: datetime) -> PlanVersion:
    return propose(preparer, at)


@pytest.fixture
def version(waiting: PlanVersion, reviewer: User, at: datetime) -> PlanVersion:
    """In force, with its tasks."""
    actions.adopt(waiting, by=reviewer, at=at)
    return PlanVersion.objects.get(pk=waiting.pk)


def text_of(response: Any) -> str:
    assert isinstance(response, HttpResponse)
    return unescape(response.content.decode())


def words_of(page: str) -> str:
    """What a page says, without its markup."""
    return re.sub(r"<[^>]+>", "", page)


def read(user: User, version: PlanVersion, **query: str | int) -> str:
    answer = signed_in(user).get(f"/plans/{version.pk}/", query)
    assert answer.status_code == 200
    return text_of(answer)


def post(user: User, version: PlanVersion, what: str, **form: str) -> Any:
    return signed_in(user).post(f"/plans/{version.pk}/{what}/", {"key": "k"} | form)


# who sees what


def test_a_proposal_is_not_there_for_bureaus(waiting: PlanVersion, clerk: User, stranger: User) -> None:
    for user in (clerk, stranger):
        client = signed_in(user)
        pages = ["", "findings/", "comparison/", "original/"]
        assert [client.get(f"/plans/{waiting.pk}/{page}").status_code for page in pages] == [404] * 4
        assert "演练方案" not in text_of(client.get("/plans/"))


@pytest.mark.parametrize("what", ["adopt", "withdraw", "findings/1"])
def test_bureaus_decide_nothing(waiting: PlanVersion, clerk: User, stranger: User, what: str) -> None:
    assert [post(user, waiting, what).status_code for user in (clerk, stranger)] == [403, 403]
    assert PlanVersion.objects.get(pk=waiting.pk).state == State.PROPOSED


def test_a_version_in_force_is_read_by_all_three(
    version: PlanVersion, clerk: User, reviewer: User, stranger: User
) -> None:
    for user in (clerk, reviewer, stranger):
        assert "建设储备库" in read(user, version, clause=FIRST)
        assert "演练方案" in text_of(signed_in(user).get("/plans/"))


def test_administrators_see_no_plans(version: PlanVersion) -> None:
    admin = signed_in(make_user("admin", "system-administrator"))
    assert [admin.get(path).status_code for path in ("/plans/", f"/plans/{version.pk}/")] == [403, 403]


def test_who_is_not_signed_in_is_sent_to_sign_in(version: PlanVersion, client: Any) -> None:
    assert client.get(f"/plans/{version.pk}/")["Location"].startswith("/sign-in/")


def test_a_convener_adopts_and_does_not_withdraw(waiting: PlanVersion) -> None:
    convener = make_user("convener", "convener")
    page = read(convener, waiting)
    assert "启用方案" in page
    assert "撤回方案" not in page
    assert post(convener, waiting, "withdraw", reason="不要了").status_code == 403


def test_no_such_version_or_clause_is_a_404(version: PlanVersion, reviewer: User) -> None:
    client = signed_in(reviewer)
    for address in ("/plans/4711/", f"/plans/{version.pk}/?clause=九", f"/plans/{version.pk}/?clause=二/九"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("query", [{"sentence": "x"}, {"sentence": "99"}, {"from": "-1"}, {"from": "9" * 30}])
def test_a_mangled_address_is_harmless(version: PlanVersion, reviewer: User, query: dict[str, str]) -> None:
    assert "建设储备库" in read(reviewer, version, clause=FIRST, **query)


# the list


def test_the_list_says_who_imported_and_who_adopted(version: PlanVersion, reviewer: User) -> None:
    page = words_of(text_of(signed_in(reviewer).get("/plans/")))
    assert "preparer　2012-10-15 10:00" in page
    assert "reviewer　2012-10-15 10:00" in page
    assert "已启用" in page


def test_the_list_goes_on_behind_fifty(
    preparer: User, reviewer: User, at: datetime, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for n in range(53):
        propose(preparer, at, TEXT.replace("二处", f"{n + 2}处"), title=f"方案{n}号")
    client = signed_in(reviewer)
    with django_assert_max_num_queries(8):
        first = text_of(client.get("/plans/"))
    following = re.search(r'href="(/plans/\?before=\d+)"', first)
    assert following
    second = text_of(client.get(following[1]))
    shown = [[n for n in range(53) if f"方案{n}号<" in page] for page in (first, second)]
    assert shown == [list(range(3, 53)), [0, 1, 2]]


def test_an_empty_list_says_what_to_do(clerk: User, reviewer: User) -> None:
    assert "还没有方案。方案由办公室导入" in words_of(text_of(signed_in(clerk).get("/plans/")))
    assert "导入方案原文" in text_of(signed_in(reviewer).get("/plans/"))


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


# adopting and withdrawing


def test_adopting_opens_the_tasks(waiting: PlanVersion, reviewer: User) -> None:
    assert "启用后，3 项举措、牵头任务和定期职责各立一项任务。" in read(reviewer, waiting)
    answer = post(reviewer, waiting, "adopt")
    assert answer["Location"] == f"/plans/{waiting.pk}/"
    assert PlanVersion.objects.get(pk=waiting.pk).state == State.ADOPTED
    assert Task.objects.count() == 3


def test_a_double_click_adopts_once(waiting: PlanVersion, reviewer: User) -> None:
    assert [post(reviewer, waiting, "adopt").status_code for _ in range(2)] == [302, 302]
    assert Task.objects.count() == 3
    assert TrailEvent.objects.filter(action="plan.adopt").count() == 1


def test_adopting_opens_all_tasks_or_adopts_nothing(
    waiting: PlanVersion, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Task.objects, "create", fail)
    with pytest.raises(OSError, match="disk full"):
        post(reviewer, waiting, "adopt")
    assert PlanVersion.objects.get(pk=waiting.pk).state == State.PROPOSED


def test_nobody_adopts_an_own_import(waiting: PlanVersion, preparer: User) -> None:
    assert "由本人导入，须另一人办理" in read(preparer, waiting)
    answer = post(preparer, waiting, "adopt")
    assert answer.status_code == 422
    assert "由preparer导入，不能由本人启用" in text_of(answer)
    assert TrailEvent.objects.get(result="refused").action == "refused.plan-adopt"


@pytest.mark.parametrize("what", ["adopt", "withdraw"])
def test_who_comes_too_late_is_told_how_it_stands(version: PlanVersion, reviewer: User, what: str) -> None:
    answer = post(reviewer, version, what, reason="导错了")
    assert answer.status_code == 422
    assert "《演练方案》第 1 版已启用，不能再办理" in text_of(answer)


def test_a_withdrawal_asks_for_its_reason(waiting: PlanVersion, preparer: User) -> None:
    answer = post(preparer, waiting, "withdraw", reason=" ")
    assert answer.status_code == 422
    assert "“撤回原因”没有填写" in text_of(answer)
    assert re.search(r"<details open><summary[^>]*>撤回方案", text_of(answer))
    assert post(preparer, waiting, "withdraw", reason="导错了", key="l").status_code == 302
    assert "本版已撤回，只供查阅" in read(preparer, waiting)


def test_showing_the_form_changes_nothing(waiting: PlanVersion, reviewer: User) -> None:
    client = signed_in(reviewer)
    assert client.get(f"/plans/{waiting.pk}/adopt/").status_code == 200
    assert PlanVersion.objects.get(pk=waiting.pk).state == State.PROPOSED


# the next version


@pytest.fixture
def following(version: PlanVersion, preparer: User, at: datetime) -> PlanVersion:
    return propose(preparer, at, NEXT, of=version.plan)


def test_the_next_version_is_compared_before_it_is_adopted(
    version: PlanVersion, following: PlanVersion, reviewer: User
) -> None:
    assert f"/plans/{following.pk}/comparison/" in read(reviewer, following)
    page = text_of(signed_in(reviewer).get(f"/plans/{following.pk}/comparison/"))
    assert "统一<ins>各项</ins>标准" in page
    assert "3 项任务随条款转入新版，0 项新立" in page


def test_without_a_version_in_force_there_is_no_comparison(waiting: PlanVersion, reviewer: User) -> None:
    assert signed_in(reviewer).get(f"/plans/{waiting.pk}/comparison/").status_code == 404


def test_a_clause_put_in_between_takes_nobodys_task(
    version: PlanVersion, preparer: User, reviewer: User, at: datetime
) -> None:
    text = TEXT.replace("2.统一标准", "2.新增一项。(救灾司)\n3.统一标准")
    page = text_of(signed_in(reviewer).get(f"/plans/{propose(preparer, at, text, of=version.plan).pk}/comparison/"))
    kept = version.tasks.count()
    assert f"{kept} 项任务随条款转入新版，1 项新立，0 项原有任务在新版没有对应条款" in page
    assert "原 二（一）2" in page


def test_tasks_go_on_under_the_next_version(version: PlanVersion, following: PlanVersion, reviewer: User) -> None:
    before = set(Task.objects.values_list("pk", flat=True))
    assert post(reviewer, following, "adopt").status_code == 302
    assert set(Task.objects.values_list("pk", flat=True)) == before
    old = read(reviewer, version, clause=FIRST)
    assert "本版已被取代，任务已转入在用的" in old
    assert "任务已转入新版" in old
    assert '<span class="sn idle cur">建设储备库' in read(reviewer, following, clause=FIRST)


# corrections


@pytest.fixture
def finding(version: PlanVersion) -> Finding:
    return version.findings.get(params={"words": "2011-"})


def correct(user: User, finding: Finding, **form: str) -> Any:
    values = {"text": "2011-2015年", "source": "国办发原件", "clause": FIRST}
    return post(user, finding.version, f"findings/{finding.pk}", **values | form)


def test_a_correction_stands_beside_the_original(finding: Finding, reviewer: User, clerk: User) -> None:
    assert "clause=" in correct(reviewer, finding)["Location"]
    page = read(clerk, finding.version, clause=FIRST)
    assert re.search(r'2011-</mark><a class="doubt"[^>]*>年份缺失</a><ins class="fix">勘误：2011-2015年</ins>\)', page)
    assert "依据：国办发原件" in words_of(page)
    assert ">登记勘误<" not in page
    listed = words_of(text_of(signed_in(clerk).get(f"/plans/{finding.version_id}/findings/")))
    assert "2011-2015年（国办发原件，reviewer）" in listed


def test_a_refused_correction_keeps_what_was_filled_in(finding: Finding, reviewer: User) -> None:
    answer = correct(reviewer, finding, source="")
    assert answer.status_code == 422
    assert f'<a href="#finding-{finding.pk}">“依据”没有填写' in text_of(answer)
    assert 'value="2011-2015年"' in text_of(answer)
    assert not Correction.objects.exists()


def test_a_double_click_corrects_once(finding: Finding, reviewer: User) -> None:
    assert [correct(reviewer, finding).status_code for _ in range(2)] == [302, 302]
    assert Correction.objects.count() == 1


def test_a_finding_of_another_version_is_not_there(finding: Finding, following: PlanVersion, reviewer: User) -> None:
    assert post(reviewer, following, f"findings/{finding.pk}", text="a", source="b").status_code == 404


def test_findings_go_on_behind_fifty(preparer: User, reviewer: User, at: datetime) -> None:
    text = "演练方案\n一、任务\n" + "".join(
        f"{n}.按照《规划{n}(2011-)》试点，2012年底前完成。(救灾司)\n" for n in range(1, 60)
    )
    version = propose(preparer, at, text)
    client = signed_in(reviewer)
    total, found, address = version.findings.count(), 0, f"/plans/{version.pk}/findings/"
    assert total > 50
    while address:
        page = text_of(client.get(address))
        found += page.count("<mark>")
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        address = onward[1] if onward else ""
    assert found == total


# the original


def test_the_original_comes_back_as_it_was(preparer: User, reviewer: User, at: datetime) -> None:
    version = propose(preparer, at, file=Original("方案.docx", b"PK original"))
    answer = signed_in(reviewer).get(f"/plans/{version.pk}/original/")
    assert answer.content == b"PK original"
    assert answer["Content-Disposition"].startswith("attachment")


def test_without_a_file_the_kept_text_is_the_original(version: PlanVersion, clerk: User) -> None:
    assert signed_in(clerk).get(f"/plans/{version.pk}/original/").content.decode() == TEXT


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
