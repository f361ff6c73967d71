"""A province with a prefecture and two counties, a form of four lines, and the people who ask, fill, sign and review.

Made by plain functions so that the processes of the races can set the same scene. All figures are invented (演练).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoxiao.indicators.actions import NewFigure, OriginDraft, put_figures
from luoxiao.indicators.models import Indicator, Origin, Place
from luoxiao.organisations.models import Region, Unit, User
from luoxiao.returns import actions
from luoxiao.returns.actions import CallDraft, LineDraft
from luoxiao.returns.form import Entry
from luoxiao.returns.models import Call, Return, Template
from tests.conftest import make_unit, make_user

PERIOD, LAST = "2012Q3", "2012Q2"
LINES = (
    # line, group, indicator code, name, unit, scale, lowest, highest (in units of the last decimal place), required
    ("A01", "集中供养", "beds", "床位", "张", 0, 0, 100_000, True),
    ("A02", "集中供养", "residents", "供养人数", "人", 0, 0, 100_000, True),
    ("B01", "资金", "spent", "支出", "万元", 2, 0, None, True),
    ("B02", "资金", "note_rate", "满意率", "%", 1, 0, 1000, False),
)
GOOD = {"A01": "1700", "A02": "1500", "B01": "320.5"}


@dataclass(frozen=True)
class Scene:
    """Who and what stands in it; people also by their names."""

    bureau: Unit
    county: Unit
    neighbour: Unit
    prefecture: Unit
    template: Template

    @property
    def counties(self) -> list[Unit]:
        return [self.county, self.neighbour]


def person(name: str) -> User:
    return User.objects.get(username=name)


def region(code: str, name: str, level: str, parent: Region | None = None) -> Region:
    made = Region.objects.create(
        code_2012=code,
        code_now=code,
        name_2012=name,
        name_now=name,
        level=level,
        parent=parent,
        source="演练",
        confidence="high",
    )
    Place.objects.create(code=code, kind=level, name=name, region=made)
    return made


def make_scene(at: datetime) -> Scene:
    """Everything up to a form in use; no call yet."""
    bureau, other = make_unit("assistance-a", "甲司"), make_unit("assistance-b", "乙司")
    above = region("360000", "甲省", "province")
    middle = region("360700", "甲市", "prefecture", above)
    units = {
        kind: make_unit(code, name, kind=kind, region=place)
        for kind, code, name, place in (
            ("province", "province-a", "甲省厅", above),
            ("prefecture", "prefecture-a", "甲市局", middle),
        )
    }
    county = make_unit("county-a", "甲县局", kind="county", region=region("360730", "甲县", "county", middle))
    neighbour = make_unit("county-b", "乙县局", kind="county", region=region("360731", "乙县", "county", middle))
    elsewhere = region("430200", "乙市", "prefecture", region("430000", "乙省", "province"))
    strange = make_unit("prefecture-b", "乙市局", kind="prefecture", region=elsewhere)
    for name, role, unit in (
        ("filler", "county", county),
        ("certifier", "county", county),
        ("third", "county", county),
        ("neighbour", "county", neighbour),
        ("neighbour2", "county", neighbour),
        ("city", "prefecture", units["prefecture"]),
        ("other-city", "prefecture", strange),
        ("province", "province", units["province"]),
        ("asker", "bureau", bureau),
        ("other-bureau", "bureau", other),
        ("office1", "office", None),
        ("office2", "office", None),
        ("audit", "audit-administrator", None),
    ):
        make_user(name, role, unit=unit)
    return Scene(bureau, county, neighbour, units["prefecture"], make_template(at))


def make_indicator(code: str, name: str, unit: str, scale: int, at: datetime, **more: Any) -> Indicator:
    return Indicator.objects.create(
        code=code,
        name=name,
        name_en=code,
        definition=f"{name}（演练）",
        unit=unit,
        scale=scale,
        period=more.pop("period", "quarter"),
        source="演练",
        good="more",
        over_time="latest",
        over_places="sum",
        made_at=at,
        adopted_at=more.pop("adopted_at", at),
        **more,
    )


def make_template(at: datetime) -> Template:
    lines = []
    for line, group, code, name, unit, scale, lowest, highest, required in LINES:
        indicator = make_indicator(code, name, unit, scale, at, lowest=lowest, highest=highest)
        lines.append(LineDraft(line, group, indicator, required))
    made = actions.draft_template(
        code="YL-01", name="演练季报", period="quarter", lines=lines, by=person("office1"), at=at
    )
    return actions.adopt_template(made, by=person("office2"), at=at)


def draft(scene: Scene, **more: Any) -> CallDraft:
    values: dict[str, Any] = {
        "title": "三季度报表",
        "template": scene.template,
        "period": PERIOD,
        "issued_by": scene.bureau,
        "units": scene.counties,
        "opens_on": date(2012, 10, 15),
        "due": date(2012, 10, 31),
        "chain": ("prefecture", "office"),
        "instructions": "按季报送。",
    }
    return CallDraft(**values | more)


def make_call(scene: Scene, at: datetime, **more: Any) -> Call:
    """An open call of the bureau."""
    made = actions.draft_call(draft=draft(scene, **more), by=person("asker"), at=at)
    return actions.open_call(made, seen=made.version, by=person("asker"), at=at)


def counting() -> CaptureQueriesContext:
    """Count the queries of a block."""
    return CaptureQueriesContext(connection)


def fresh(filed: Return) -> Return:
    return Return.objects.whole().get(pk=filed.pk)


def entries(**values: str) -> dict[str, Entry]:
    return {code: Entry(value=Decimal(value)) for code, value in (values or GOOD).items()}


def fill(filed: Return, at: datetime, *, by: str = "filler", **values: str) -> Return:
    return actions.save_draft(filed, entries=entries(**values), seen=fresh(filed).version, by=person(by), at=at)


def send(filed: Return, at: datetime, *, by: str = "filler") -> Return:
    actions.send_to_sign(filed, seen=fresh(filed).version, by=person(by), at=at)
    return fresh(filed)


def certified(filed: Return, at: datetime, *, filler: str = "filler", certifier: str = "certifier") -> Return:
    """Filled, sent and signed: it lies with the first level of its chain."""
    fill(filed, at, by=filler)
    send(filed, at, by=filler)
    actions.certify(filed, seen=fresh(filed).version, by=person(certifier), at=at)
    return fresh(filed)


def approved(filed: Return, at: datetime, *, levels: Sequence[str] = ("city", "office1")) -> Return:
    """Signed and reviewed to the top: it waits to be accepted."""
    filed = certified(filed, at)
    for name in levels:
        actions.approve(filed, seen=fresh(filed).version, by=person(name), at=at)
    return fresh(filed)


def accepted(filed: Return, at: datetime) -> Return:
    filed = approved(filed, at)
    actions.accept(filed, seen=filed.version, by=person("office2"), at=at)
    return fresh(filed)


def put(values: dict[str, str], at: datetime, *, period: str = LAST, place: str = "360730", **more: Any) -> Origin:
    """Figures from elsewhere, by indicator code."""
    cells = [
        NewFigure(Indicator.objects.get(code=code), Place.objects.get(code=place), period, Decimal(value))
        for code, value in values.items()
    ]
    origin = OriginDraft(kind=more.get("kind", "load"), source="演练年鉴", confidence="high")
    return put_figures(cells, origin=origin, rehearsal=more.get("rehearsal", False), by=person("office1"), at=at)
