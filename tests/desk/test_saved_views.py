"""常用列表 and the further filters of the board: one's own, shared ones, and slips by colour."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from luoxiao.core.models import TrailEvent
from luoxiao.core.refusals import TooLong, Unsaid
from luoxiao.organisations.models import NotAllowed, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions.views import MOST_VIEWS, TooManyViews
from luoxiao.supervision.models import SavedView, Task
from tests.conftest import signed_in
from tests.desk.paper_pages import read
from tests.desk.test_tasks import titles
from tests.supervision.test_slips import issue, prepare

pytestmark = pytest.mark.django_db


def save(by: User, query: str = "light=late", name: str = "逾期的", **more: str) -> int:
    sent = {"key": query + name, "name": name, "query": query} | more
    return signed_in(by).post("/tasks/views/save/", sent).status_code


def test_a_saved_list_is_offered_to_its_own_person_only(task: Task, clerk: User, stranger: User) -> None:
    assert save(clerk) == 302
    assert 'href="/tasks/?light=late">逾期的' in read(clerk, "/tasks/")
    assert "逾期的" not in read(stranger, "/tasks/")
    assert TrailEvent.objects.filter(action="view.save").count() == 1


def test_the_office_shares_a_list_with_everybody_and_a_bureau_does_not(task: Task, clerk: User, reviewer: User) -> None:
    assert save(reviewer, shared="1") == 302
    assert "（共用）" in read(clerk, "/tasks/")
    assert save(clerk, name="别的", shared="1") == 403


def test_the_same_name_again_replaces_the_list(clerk: User) -> None:
    save(clerk)
    save(clerk, query="light=soon")
    assert SavedView.objects.get().query == "light=soon"


def test_only_filters_that_the_board_knows_are_kept(clerk: User) -> None:
    save(clerk, query="light=late&next=//evil.example&unit=x")
    assert SavedView.objects.get().query == "light=late"


def test_a_list_without_name_or_filters_is_refused_on_the_board(clerk: User) -> None:
    browser = signed_in(clerk)
    answer = browser.post("/tasks/views/save/", {"key": "k", "name": "", "query": "light=late"})
    assert "没有填写" in browser.get(answer["Location"]).content.decode()
    assert not SavedView.objects.exists()


def test_one_gives_up_ones_own_list_and_not_anothers(clerk: User, reviewer: User, at: datetime) -> None:
    save(reviewer, shared="1")
    view = SavedView.objects.get()
    assert signed_in(clerk).post(f"/tasks/views/{view.pk}/drop/", {"key": "k"}).status_code == 404
    with pytest.raises(NotAllowed):
        actions.drop_view(view, by=clerk, at=at)
    assert signed_in(reviewer).post(f"/tasks/views/{view.pk}/drop/", {"key": "k"}).status_code == 302
    assert not SavedView.objects.exists()


def test_a_person_keeps_so_many_lists_and_no_more(clerk: User, at: datetime) -> None:
    def keep(name: str, query: str = "light=late") -> None:
        actions.save_view(name=name, query=query, is_shared=False, by=clerk, at=at)

    for number in range(MOST_VIEWS):
        keep(f"第{number}个")
    with pytest.raises(TooManyViews):
        keep("又一个")
    keep("第0个", "light=soon")
    with pytest.raises(TooLong):
        keep("长", "q=" + "x" * 400)
    with pytest.raises(Unsaid):
        keep("空", "")


def test_a_name_is_a_persons_once(clerk: User) -> None:
    SavedView.objects.create(user=clerk, name="逾期的", query="light=late")
    with pytest.raises(IntegrityError), transaction.atomic():  # view_name_once
        SavedView.objects.create(user=clerk, name="逾期的", query="light=late")


def test_the_board_is_narrowed_to_slips_of_a_colour_and_to_those_unanswered(
    filed: Task, preparer: User, reviewer: User, clerk: User, at: datetime
) -> None:
    assert titles(read(reviewer, "/tasks/?slip=red")) == []
    slip = issue(prepare(filed, preparer, at), reviewer, at)
    for query, found in (("red", ["建储备库"]), ("unanswered", ["建储备库"]), ("blue", [])):
        assert titles(read(reviewer, f"/tasks/?slip={query}")) == found
    actions.answer_slip(slip, text="已整改", by=clerk, at=at)
    assert titles(read(reviewer, "/tasks/?slip=unanswered")) == []


def test_the_form_offers_the_units_that_lead_something(task: Task, reviewer: User, clerk: User) -> None:
    page = read(reviewer, "/tasks/")
    assert page.count("社会救助司</option>") == page.count("救灾司</option>") == 1
    assert "社会救助司</option>" not in read(clerk, "/tasks/")
