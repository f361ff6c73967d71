"""The rehearsal's year of figures and its call for returns: invented, and marked 演练 wherever they show.

Counties other than the sample one answer through people who cannot sign in.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from importlib.resources import files
from typing import Any

from luoxiao import installation
from luoxiao.core.periods import BEIJING, Quarter
from luoxiao.indicators import figures
from luoxiao.indicators.actions import NewFigure, OriginDraft, put_figures
from luoxiao.indicators.models import Indicator, Origin, Place
from luoxiao.organisations.models import Area, Unit, User
from luoxiao.rehearsal.inventing import FIRST, LAST, LINES, NATION, County, figure, nation
from luoxiao.returns import actions
from luoxiao.returns.actions import CallDraft, Example, LineDraft, RuleDraft
from luoxiao.returns.form import Entry
from luoxiao.returns.models import Call, Level, Return, Template
from luoxiao.returns.specs import units_asked

FORM = files("luoxiao") / "data/rehearsal_form.toml"
LUOXIAO, CENSUS = 11, "2010-11-01"
MADE, ASKED, DUE = date(2012, 9, 3), date(2012, 10, 8), date(2012, 10, 19)
FILLED, REVIEWED, TAKEN = date(2012, 10, 10), date(2012, 10, 12), date(2012, 10, 14)
SAMPLE = "360730"  # 宁都县: its people can sign in

# How the counties stand on 15 October, as on the design's screens; all others are accepted.
SILENT = ("431022", "360726")
SENT_BACK = {
    "360730": ("A03", "比上季相差过大，请核实是否多录一位。"),
    "361025": ("B03", "床位数少于集中供养人数。"),
    "430224": ("C02", "没有填报依据。"),
}
REVIEWING = ("360827", "431026", "360735", "360734", "360732")


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), BEIJING)


def _person(username: str) -> User:
    return User.objects.select_related("unit").get(username=username)


def load_figures() -> None:
    """Eleven quarters of the nation and ten of every county, invented out of census populations."""
    form, lines = _form(), _indicators()
    cells = list(_cells(form, lines))
    origin = OriginDraft(Origin.Kind.LOAD, "演练数据，编造而成，不是实际数", Origin.Confidence.LOW)
    put_figures(cells, origin=origin, rehearsal=True, by=_person("jingban"), at=_moment(MADE, 9))


def _form() -> dict[str, Any]:
    return tomllib.loads(FORM.read_text(encoding="utf-8"))


def _indicators() -> dict[str, Indicator]:
    """The indicators of the dictionary by line of the form."""
    known = {indicator.code: indicator for indicator in Indicator.objects.current()}
    return {line: known[code] for line, _group, code in _form()["lines"]}


def _cells(form: dict[str, Any], indicators: dict[str, Indicator]) -> Iterator[NewFigure]:
    places, whole = _places(), Place.objects.get(code="000000")
    for quarter in _quarters():
        for line in NATION:
            yield NewFigure(indicators[line], whole, str(quarter), nation(line, quarter))
        if quarter != LAST:
            for county, place in places:
                for line in LINES:
                    yield NewFigure(indicators[line], place, str(quarter), figure(county, line, quarter))


def _quarters() -> Iterator[Quarter]:
    quarter = FIRST
    while quarter <= LAST:
        yield quarter
        quarter = quarter.next


def _places() -> list[tuple[County, Place]]:
    """The counties of the area with the people that the census counted in them."""
    counted = {
        code: figures.figures(Indicator.objects.current().get(code=code), CENSUS, rehearsal=False)
        for code in ("urban_people", "rural_people", "aged_60")
    }
    members = Place.objects.filter(
        region__memberships__area__number=LUOXIAO, region__memberships__in_area_plan=True
    ).order_by("code")

    def people(code: str, place: Place) -> int:
        return int(counted[code][place.pk].value or 0)

    return [
        (County(p.code, people("urban_people", p), people("rural_people", p), people("aged_60", p)), p) for p in members
    ]


def load_form() -> Template:
    """Form LX-01 and its rules, drafted by one person of the office and put to use by another."""
    form, indicators = _form(), _indicators()
    lines = [LineDraft(line, group, indicators[line]) for line, group, _code in form["lines"]]
    by, at = _person("jingban"), _moment(MADE, 10)
    template = actions.draft_template(
        code=form["code"], name=form["name"], period=form["period"], lines=lines, by=by, at=at
    )
    template = actions.adopt_template(template, by=_person("fuhe"), at=_moment(MADE, 15))
    for rule in form["rules"]:
        actions.write_rule(template, draft=_rule(rule, form["in_force_from"]), by=by, at=at)
    return template


def _rule(said: dict[str, Any], in_force_from: str) -> RuleDraft:
    examples = [
        Example(_numbers(each["values"]), each["holds"], _numbers(each.get("last", {}))) for each in said["examples"]
    ]
    return RuleDraft(said["code"], said["expression"], said["message"], said["severity"], in_force_from, examples)


def _numbers(said: dict[str, str]) -> dict[str, Decimal]:
    return {line: Decimal(value) for line, value in said.items()}


def load_call(template: Template) -> None:
    """The call of the third quarter, with the counties as they stand on the day of the rehearsal."""
    open_people()
    area = Area.objects.get(number=LUOXIAO)
    draft = CallDraft(
        title="2012年第三季度民政事业季度报表（演练）",
        template=template,
        period=str(LAST),
        issued_by=_person("jingban").unit or Unit(),
        units=units_asked(area=area, level=Level.COUNTY),
        opens_on=ASKED,
        due=DUE,
        chain=(Level.PREFECTURE, Level.PROVINCE, Level.OFFICE),
        instructions="演练：按季末数填报，没有发生的填 0。",
        is_rehearsal=True,
    )
    by = _person("jingban")
    call = actions.draft_call(draft=draft, by=by, at=_moment(ASKED, 9))
    call = actions.open_call(call, seen=call.version, by=by, at=_moment(ASKED, 10))
    _answer(call)


def _answer(call: Call) -> None:
    counties = {place.code: county for county, place in _places()}
    for filed in call.returns.select_related("unit__region").order_by("pk"):
        code = filed.unit.region.code_2012 if filed.unit.region else ""
        if code not in SILENT:
            _Answer(filed, counties[code]).carry_out()


@dataclass
class _Answer:
    """One county's return, carried as far as it has come."""

    filed: Return
    county: County

    def carry_out(self) -> None:
        """Fill, sign, and review as far as this county has come."""
        self._fill()
        if self.county.code in SENT_BACK:
            line, remark = SENT_BACK[self.county.code]
            actions.send_back(
                self.filed, reason=f"演练：{line} 请核实。", cells={line: remark}, **self._by("prefecture", REVIEWED)
            )
        elif self.county.code not in REVIEWING:
            actions.approve(self.filed, **self._by("prefecture", REVIEWED))
            actions.approve(self.filed, **self._by("province", TAKEN))
            actions.approve(self.filed, **self._by("office", TAKEN, "jingban"))
            actions.accept(self.filed, **self._by("office", TAKEN, "fuhe"))

    def _fill(self) -> None:
        entries = {line: self._entry(line) for line in LINES}
        actions.save_draft(self.filed, entries=entries, **self._by("county", FILLED))
        actions.send_to_sign(self.filed, **self._by("county", FILLED))
        actions.certify(self.filed, **self._by("county", FILLED, second=True))

    def _entry(self, line: str) -> Entry:
        return Entry(value=figure(self.county, line, LAST))

    def _by(self, level: str, day: date, username: str = "", *, second: bool = False) -> dict[str, Any]:
        """Who acts at this level, on the return as it stands now."""
        seen = Return.objects.values_list("version", flat=True).get(pk=self.filed.pk)
        hour = 15 if second else 10
        by = _person(username) if username else _people(level, self.filed.unit)[1 if second else 0]
        return {"seen": seen, "by": by, "at": _moment(day, hour)}


def _people(level: str, unit: Unit) -> list[User]:
    """The people of this role for a county's return, in the order in which they were opened."""
    region = unit.region
    for _step in range(("county", "prefecture", "province").index(level)):
        region = region.parent if region else None
    people = User.objects.filter(unit__region=region, grants__role=level, is_rehearsal=True)
    return list(people.select_related("unit").order_by("pk"))


def open_people() -> None:
    """Two people in each county, one in each prefecture and province that has nobody yet; none of them can sign in."""
    kinds = (Unit.Kind.COUNTY, Unit.Kind.PREFECTURE, Unit.Kind.PROVINCE)
    for unit in Unit.objects.filter(kind__in=kinds).order_by("pk"):
        wanted = 2 if unit.kind == Unit.Kind.COUNTY else 1
        _open(unit, range(unit.people.count(), wanted))


def _open(unit: Unit, numbers: Iterable[int]) -> None:
    for number in numbers:
        post = ("填报人", "审签人")[number] if unit.kind == Unit.Kind.COUNTY else "审核人"
        user = User(
            username=f"{unit.code}-{number + 1}"[:40],
            full_name=f"{unit.short_name}{post}",
            unit=unit,
            is_rehearsal=True,
        )
        user.set_unusable_password()
        user.save()
        installation.grant_at_installation(user, [str(unit.kind)])
