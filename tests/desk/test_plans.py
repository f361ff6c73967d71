"""The pages of plans: who sees which version, the list, and the forms that adopt, withdraw, renew and correct."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from luoxiao.core.models import TrailEvent
from luoxiao.organisations.models import User
from luoxiao.plan.actions import Original
from luoxiao.plan.models import Correction, Finding, PlanVersion
from luoxiao.supervision.models import Task
from tests.conftest import make_user, signed_in
from tests.desk.plan_pages import FIRST, State, following, post, read, text_of, version, waiting, words_of
from tests.plan.sample import TEXT, propose

__all__ = ["following", "version", "waiting"]

pytestmark = pytest.mark.django_db


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
