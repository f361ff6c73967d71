"""What tests of asks begin with: two other ministries, two areas of the eleven, and an ask of the clerk's bureau."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from luoxiao.organisations.models import Area, Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import AskDraft, ExchangeDraft, LetterDraft
from luoxiao.supervision.models import Ask, Exchange, Letter
from tests.conftest import make_unit


def ministries() -> tuple[Unit, Unit]:
    """财政部 and 发展改革委."""
    return (
        make_unit("mof-t", "某财部", Unit.Kind.MINISTRY),
        make_unit("ndrc-t", "某改委", Unit.Kind.MINISTRY),
    )


def make_areas() -> list[Area]:
    """Two of the eleven areas and one that is none of them."""
    said = [(71, "甲片区", True), (72, "乙片区", True), (73, "藏区", False)]
    return [
        Area.objects.create(
            number=number,
            name=name,
            name_en=name,
            short_name=name,
            is_one_of_11=of_11,
            source="test",
            confidence="high",
        )
        for number, name, of_11 in said
    ]


def draft(ministry: Unit, lead: Unit, of: list[Area], **other: Any) -> AskDraft:
    made = AskDraft(
        title="提高标准",
        measure=None,
        clause_path="四/(一)/1",
        ministry=ministry,
        lead=lead,
        basis="国办发〔2011〕55号",
        sought="标准提高到全国平均",
        sought_fen=100_000_00,
        areas=tuple(of[:1]),
    )
    return replace(made, **other)


def letter(about: Ask, by: User, at: datetime, **other: Any) -> Letter:
    said: dict[str, Any] = {
        "direction": "out",
        "number": "民函〔2012〕1号",
        "day": date(2012, 9, 1),
        "subject": "商请函",
    }
    made = LetterDraft(**({"ministry": about.ministry, "ask": about} | said | other))
    return actions.enter_letter(made, by=by, at=at)


def exchange(about: Ask, by: User, at: datetime, **other: Any) -> Exchange:
    made = ExchangeDraft("met", about.ministry, date(2012, 9, 20), "谈了标准", "某司", about)
    return actions.record_exchange(replace(made, **other), by=by, at=at)
