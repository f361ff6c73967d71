"""The funds that come with the product: once each, and never over what the office has set."""

from luoxiao.funds import bundled
from luoxiao.funds.models import FacilityKind, Fund, promised_years


def test_the_promise_of_the_plan_is_a_hundred_million_yuan_over_five_years(fund: Fund) -> None:
    assert fund.promised_fen == 10_000_000_000
    assert list(promised_years(fund)) == [2011, 2012, 2013, 2014, 2015]
    assert set(fund.eligible_kinds) < set(FacilityKind.values)


def test_loading_again_leaves_what_the_office_set(fund: Fund) -> None:
    Fund.objects.filter(pk=fund.pk).update(eligible_kinds=["old-peoples-home"])
    bundled.load()
    assert Fund.objects.get(pk=fund.pk).eligible_kinds == ["old-peoples-home"]


def test_a_rehearsal_has_its_own_fund(fund: Fund) -> None:
    bundled.load(rehearsal=True)
    assert Fund.objects.filter(code="lottery").order_by("is_rehearsal").values_list("is_rehearsal", flat=True)[1]
