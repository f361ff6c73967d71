"""账簿 on the web: who sees which money, how vouchers are entered and undone, forecasts and exceptions."""

from datetime import datetime
from typing import Any

import pytest

from luoxiao.funds.models import FacilityKind, Forecast, Project, VarianceNote, Voucher, Waiver
from tests.conftest import signed_in
from tests.funds import books as scenes
from tests.funds.books import WAN, Books, balance, person


@pytest.fixture
def books(db: None) -> Books:
    return scenes.make_books()


def get(name: str, address: str, status: int = 200) -> str:
    response = signed_in(person(name)).get(address)
    assert response.status_code == status, response.status_code
    return str(response.content.decode())


def post(name: str, address: str, status: int = 302, **said: object) -> Any:
    response = signed_in(person(name)).post(address, said)
    assert response.status_code == status, response.content.decode()[:3000]
    return response


COMMON = {"year": "2012", "day": "2012-10-15", "document": "演练〔2012〕8号", "purpose": ""}


def test_the_tree_shows_where_the_money_lies(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    scenes.transferred(at)
    scenes.committed(scenes.make_project(at), at)
    page = get("leader", f"/funds/{books.fund.pk}/ledger/")
    for words in ("甲省", "甲县", "乙县", "甲县中心敬老院", "在省待拨", "第 4 号"):
        assert words in page
    assert "下达 100.00 万元，拨付到县 50.00 万元，支付 0.00 万元" in page


def test_a_county_sees_its_own_money_only(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    moved = scenes.transferred(at)
    address = f"/funds/{books.fund.pk}/ledger/"
    own, other = get("county", address), get("neighbour", address)
    assert "只列本地区的" in own
    assert "甲县" in own
    assert "乙县" not in own
    assert "甲县" not in other
    get("neighbour", f"/funds/vouchers/{moved.pk}/", status=404)
    assert "冲正原因" not in get("county", f"/funds/vouchers/{moved.pk}/")


def test_a_county_sees_of_a_voucher_for_many_only_its_own_line(books: Books, at: datetime) -> None:
    run = scenes.allotted(at)
    voucher = run.vouchers.get()
    page = get("neighbour", f"/funds/vouchers/{voucher.pk}/")
    assert "400,000.00" in page
    assert "600,000.00" not in page
    assert "另有 2 笔是其他地区的" in page


def test_money_received_is_entered_once(books: Books) -> None:
    address = f"/funds/{books.fund.pk}/vouchers/new/receipt/"
    assert "记资金到位" in get("clerk", address)
    first = post("clerk", address, **COMMON, wan="2,260.00", key="k1")
    again = post("clerk", address, **COMMON, wan="2,260.00", key="k1")
    assert first.headers["Location"] == again.headers["Location"]
    assert balance("pot") == 2260 * WAN
    assert Voucher.objects.count() == 1


def test_an_amount_that_is_none_is_told_with_its_field(books: Books) -> None:
    address = f"/funds/{books.fund.pk}/vouchers/new/receipt/"
    page = post("clerk", address, status=422, **COMMON, wan="很多").content.decode()
    assert "“金额（万元）”填的是“很多”，不是金额" in page
    assert 'href="#f-wan"' in page
    page = post("clerk", address, status=422, **(COMMON | {"day": "昨天"}), wan="1").content.decode()
    assert "业务日期不是日期" in page


def test_an_adopted_split_is_allotted_from_the_list(books: Books, at: datetime) -> None:
    scenes.receive(100 * WAN, at)
    run = scenes.adopted_run(at, {"360730": 60 * WAN, "360731": 40 * WAN})
    address = f"/funds/{books.fund.pk}/vouchers/new/allot/"
    assert "2012年第一批分配第1稿" in get("clerk", address)
    assert "没有选定下达哪一批" in post("clerk", address, status=422, **COMMON).content.decode()
    post("clerk", address, **COMMON, run=run.pk)
    assert balance("province") == 100 * WAN
    assert "没有已定案、还没有下达的分配" in get("clerk", address)


def test_transfers_to_many_counties_come_out_of_a_run_in_one_click(books: Books, at: datetime) -> None:
    run = scenes.allotted(at)
    address = f"/funds/{books.fund.pk}/vouchers/new/transfer/"
    page = get("clerk", f"{address}?year=2012&run={run.pk}")
    assert 'name="c-360730" value="60.00"' in page
    assert 'name="c-360731" value="40.00"' in page
    assert 'name="c-360730" value="60.00"' in get("clerk", f"{address}?year=2012&fill=held")
    post("clerk", address, **COMMON, run=run.pk, **{"c-360730": "60.00", "c-360731": "12.5"})
    assert (balance("county", "360730"), balance("county", "360731")) == (60 * WAN, 12_500_000)
    assert Voucher.objects.get(kind="transfer").run == run


def test_a_transfer_beyond_what_is_held_keeps_what_was_typed(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    address = f"/funds/{books.fund.pk}/vouchers/new/transfer/"
    page = post("clerk", address, status=422, **COMMON, **{"c-360730": "60.01", "c-360731": ""}).content.decode()
    assert "“2012年甲县（省级）”余额 60.00 万元，这次要转出 60.01 万元，差 0.01 万元" in page
    assert 'value="60.01"' in page
    assert balance("county") == 0


def test_a_transfer_in_a_year_without_the_county_drops_no_amount(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    address = f"/funds/{books.fund.pk}/vouchers/new/transfer/"
    typed = {"c-360730": "60.00", "c-361122": "5"}
    page = post("clerk", address, status=422, **COMMON, **typed).content.decode()
    assert "2012年没有下达到 361122" in page
    assert 'value="60.00"' in page
    assert '<input type="hidden" name="c-361122" value="5">' in page
    assert balance("county") == 0


def test_projects_are_paid_and_rewarded_by_their_rules(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    scenes.transferred(at)
    project = scenes.make_project(at)
    address = f"/funds/{books.fund.pk}/vouchers/new/"
    assert project.name in get("clerk", address + "commit/")
    post("clerk", address + "commit/", **COMMON, project=project.pk, wan="30")
    post("clerk", address + "pay/", **COMMON, project=project.pk, wan="20")
    refused = post("clerk", address + "reward/", status=422, **COMMON, project=project.pk, wan="5")
    assert "没有验收" in refused.content.decode()
    Project.objects.filter(pk=project.pk).update(state=Project.State.ACCEPTED)
    post("clerk", address + "reward/", **COMMON, project=project.pk, wan="5")
    assert (balance("paid"), balance("project"), balance("county")) == (25 * WAN, 10 * WAN, 15 * WAN)
    assert "没有选定项目" in post("clerk", address + "pay/", status=422, **COMMON, wan="1").content.decode()


@pytest.mark.parametrize(("name", "status"), [("stranger", 403), ("county", 403), ("leader", 403)])
def test_who_does_not_keep_these_books_enters_nothing(books: Books, name: str, status: int) -> None:
    address = f"/funds/{books.fund.pk}/vouchers/new/receipt/"
    get(name, address, status=status)
    post(name, address, status=status, **COMMON, wan="1")
    assert not Voucher.objects.exists()


def test_an_unknown_kind_of_voucher_is_not_there(books: Books) -> None:
    assert "没有这个页面" in get("clerk", f"/funds/{books.fund.pk}/vouchers/new/gift/", status=404)


def test_a_voucher_is_undone_with_a_reason_and_shows_it(books: Books, at: datetime) -> None:
    made = scenes.receive(WAN, at)
    address = f"/funds/vouchers/{made.pk}/"
    assert "冲正原因" in get("clerk", address)
    assert "没有填写" in post("clerk", address + "reverse/", status=422, reason=" ").content.decode()
    post("clerk", address + "reverse/", reason="回单有误")
    page = get("clerk", address)
    assert "冲正：回单有误" in page
    assert "冲正原因" not in page
    refused = post("office", address + "reverse/", status=422, reason="再来").content.decode()
    assert "第 1 号凭证已由第 2 号凭证" in refused
    assert "已被第 2 号冲正" in get("leader", f"/funds/{books.fund.pk}/ledger/")
    post("stranger", address + "reverse/", status=403, reason="试")


def test_the_trial_balance_says_so_and_names_no_other_countys_accounts(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    address = f"/funds/{books.fund.pk}/trial-balance/"
    page = get("leader", address)
    assert "5 个账户，余额合计 0.00，与分录逐户相符" in page
    own = get("county", address)
    assert "360730" in own
    assert "360731" not in own
    assert "另有 4 个账户" in own


def test_vouchers_go_by_key_from_page_to_page(books: Books, at: datetime) -> None:
    for turn in range(31):
        scenes.receive(WAN, at, document=f"回单{turn}")
    first = get("leader", f"/funds/{books.fund.pk}/ledger/")
    assert "before=2#" in first
    assert "第 1 号" not in first
    assert "第 1 号" in get("leader", f"/funds/{books.fund.pk}/ledger/?before=2")


def test_forecasts_are_said_and_variances_explained(books: Books, at: datetime) -> None:
    address = f"/funds/{books.fund.pk}/forecasts/"
    assert "还没有预计" in get("leader", address)
    post("clerk", address + "say/", do="forecast", period="2012Q4", region="", wan="300")
    post("clerk", address + "say/", do="explain", period="2012Q4", region="", text="工期顺延")
    assert (Forecast.objects.get().fen, VarianceNote.objects.get().text) == (300 * WAN, "工期顺延")
    page = get("leader", address)
    assert "300.00" in page
    assert "−300.00" in page
    assert "工期顺延" in page
    assert "报预计" not in page
    wrong = post("clerk", address + "say/", status=422, do="forecast", period="2012Q2", region="", wan="1")
    assert "已于6月30日结束" in wrong.content.decode()
    post("clerk", address + "say/", status=404, do="other")
    post("county", address + "say/", status=403, do="forecast", period="2012Q4", wan="1")


def test_an_unexplained_variance_stands_out(books: Books, at: datetime) -> None:
    Forecast.objects.create(fund=books.fund, period="2012Q2", fen=5 * WAN, by=person("clerk"), at=at)
    page = get("clerk", f"/funds/{books.fund.pk}/forecasts/")
    assert 'class="out"' in page
    assert "没有说明" in page
    assert "1 项，1 项与预计不同而没有说明" in page


def test_an_explanation_that_is_refused_keeps_its_text(books: Books, at: datetime) -> None:
    Forecast.objects.create(fund=books.fund, period="2012Q2", fen=5 * WAN, by=person("clerk"), at=at)
    said = {"do": "explain", "period": "2012Q2", "region": "", "text": "工期顺延" * 80}
    page = post("clerk", f"/funds/{books.fund.pk}/forecasts/say/", status=422, **said).content.decode()
    assert "工期顺延" * 80 in page
    assert '<details class="fold" open>' in page


def test_a_forecast_of_another_county_is_not_there(books: Books, at: datetime) -> None:
    scenes.allotted(at)
    said = {"fund": books.fund, "period": "2012Q4", "by": person("clerk"), "at": at}
    Forecast.objects.create(region=books.county, fen=5 * WAN, **said)
    address = f"/funds/{books.fund.pk}/forecasts/"
    assert "甲县" in get("county", address)
    assert "甲县" not in get("neighbour", address)


def test_an_exception_is_asked_by_one_and_decided_by_another(books: Books, at: datetime) -> None:
    store = scenes.make_project(at, kind=FacilityKind.RELIEF_STORE, name="甲县储备库")
    address = f"/funds/{books.fund.pk}/waivers/"
    assert "甲县储备库" in get("office", address)
    post("office", address + "ask/", kind="purpose", project=store.pk, reason="急需", basis="纪要")
    waiver = Waiver.objects.get()
    decide = f"{address}{waiver.pk}/"
    assert "同意例外" not in get("office", address)
    assert "同意例外" in get("leader", address)
    own = post("office", decide, status=422, do="grant").content.decode()
    assert "不能由本人决定" in own
    post("clerk", decide, status=403, do="grant")
    post("leader", decide, status=404, do="maybe")
    post("leader", decide, do="grant")
    assert Waiver.objects.get().granted
    assert "急需" in get("county", address)
    assert "急需" not in get("neighbour", address)


def test_an_exception_says_what_for(books: Books) -> None:
    address = f"/funds/{books.fund.pk}/waivers/ask/"
    said = {"reason": "急需", "basis": "纪要"}
    assert "没有指明例外给哪个账户" in post("clerk", address, status=422, kind="negative", **said).content.decode()
    post("clerk", address, status=404, kind="gift", **said)


def test_the_number_of_queries_does_not_grow_with_the_books(
    books: Books, at: datetime, django_assert_max_num_queries: Any
) -> None:
    scenes.allotted(at)
    for turn in range(8):
        scenes.transferred(at, WAN + turn, document=f"文{turn}")
    voucher = Voucher.objects.get(kind="allot")
    client = signed_in(person("leader"))
    fund = f"/funds/{books.fund.pk}/"
    pages = (
        *(fund + each for each in ("ledger/", "trial-balance/", "forecasts/", "waivers/")),
        f"/funds/vouchers/{voucher.pk}/",
    )
    for address in pages:
        with django_assert_max_num_queries(18):
            assert client.get(address).status_code == 200, address
