"""The forms of the dictionary: draft an entry or its next version, and put a draft in force as another person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.board_filters import path_of
from luoxiao.desk.dictionary import RELATED, facts_of, in_unit
from luoxiao.desk.figure_words import plain
from luoxiao.desk.locks import form, person
from luoxiao.desk.reading import number
from luoxiao.indicators import actions
from luoxiao.indicators.actions import IndicatorDraft
from luoxiao.indicators.models import Indicator
from luoxiao.organisations.models import Unit
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import cite

TEXTS = ("code", "name", "name_en", "definition", "unit", "source", "formula", "clause_path")
NUMBERS = ("scale", "lowest", "highest")
CHOICES = ("period", "good", "over_time", "over_places", "target_field")
RELATIONS = ("weight", "numerator", "denominator")
OWNERS = (Unit.Kind.MINISTRY, Unit.Kind.BUREAU)
# Beside which field a refusal stands; others stand above the form.
_FIELD_OF = {
    "indicator-code": "code",
    "indicator-code-taken": "code",
    "indicator-scale": "scale",
    "indicator-range": "lowest",
    "indicator-range-unreadable": "lowest",
    "indicator-formula": "formula",
    "indicator-formula-names": "formula",
    "indicator-formula-circle": "formula",
}
Errors = list[tuple[str, str]]


@dataclass(frozen=True)
class DraftPage:
    """What the form shows; `of` is the code of the entry that gets a new version, empty for a new entry."""

    title: str
    of: str
    address: str
    key: str
    typed: Mapping[str, str]
    options: Mapping[str, list[tuple[str, str]]]
    errors: Errors = field(default_factory=list)

    def error_of(self, name: str) -> str:
        return next((sentence for where, sentence in self.errors if where == f"f-{name}"), "")


@dataclass(frozen=True)
class AdoptPage:
    """What is about to be put in force."""

    code: str
    name: str
    number: int
    sentence: str
    definition: str
    formula: str
    facts: list[tuple[str, str]]
    address: str
    key: str
    errors: Errors


@form(Permission.KEEP_DICTIONARY)
def draft(request: HttpRequest) -> HttpResponseBase:
    """A new entry, or (`code` in the address) the next version of one."""
    of = _entry(request.GET.get("code", ""))
    if request.method != "POST":
        return _show(request, of, _typed_of(of))
    typed = {name: request.POST.get(name, "").strip() for name in (*TEXTS, *NUMBERS, *CHOICES, *RELATIONS, "owner")}
    if of:
        typed["code"] = of.code
    made, errors = _read(typed)
    if made is None:
        return _show(request, of, typed, errors)
    sent = made

    def act() -> str:
        entry = actions.draft_indicator(sent, by=person(request), at=clock.now())
        return reverse("dictionary-entry", args=(entry.code,))

    outcome = carry_out(request, act, done=_("草案已保存，待另一人启用。"))
    if not isinstance(outcome, Refusal):
        return outcome
    where = _FIELD_OF.get(outcome.code, "")
    return _show(request, of, typed, [(f"f-{where}" if where else "", str(outcome))])


def _entry(code: str) -> Indicator | None:
    if not code:
        return None
    found = Indicator.objects.current().filter(code=code).select_related(*RELATED).first()
    if found is None:
        raise Http404
    return found


def _typed_of(of: Indicator | None) -> dict[str, str]:
    """What the form begins with: the version in force, or nothing."""
    if of is None:
        empty = dict.fromkeys((*TEXTS, *NUMBERS, *CHOICES, *RELATIONS, "owner"), "")
        return empty | {"scale": "0", "target_field": Indicator.Field.NONE}
    ends = {"lowest": of.lowest, "highest": of.highest}
    return {
        **{name: str(getattr(of, name)) for name in (*TEXTS, *CHOICES)},
        **{name: "" if end is None else plain(in_unit(end, of.scale)) for name, end in ends.items()},
        **{name: str(getattr(of, f"{name}_id") or "") for name in (*RELATIONS, "owner")},
        "scale": str(of.scale),
        "clause_path": cite(of.clause_path) if of.clause_path else "",
    }


def _read(typed: Mapping[str, str]) -> tuple[IndicatorDraft | None, Errors]:
    """The form as values, or what cannot be read."""
    errors: Errors = []
    ends = {name: _decimal(name, typed[name], label, errors) for name, label in _ends()}
    scale = number(typed["scale"])
    if scale is None:
        said = _("“小数位”填的是“%(typed)s”，不是整数。填 0 至 4。")
        errors.append(("f-scale", said % {"typed": typed["scale"][:20]}))
    related = Indicator.objects.in_bulk([pk for name in RELATIONS if (pk := number(typed[name])) is not None])
    owner = Unit.objects.filter(pk=number(typed["owner"]) or 0).first()
    if errors or scale is None:
        return None, errors
    chosen = {name: typed[name] for name, allowed in _choices() if typed[name] in dict(allowed)}
    if len(chosen) < len(CHOICES):
        return None, [("", _("有的选项不在列表里，没有保存。重新选择。"))]
    texts = {name: typed[name] for name in TEXTS} | {"clause_path": path_of(typed["clause_path"])}
    of = {name: related.get(number(typed[name]) or 0) for name in RELATIONS}
    return IndicatorDraft(**texts, **chosen, **of, **ends, scale=scale, owner=owner), []  # type: ignore[arg-type]


def _ends() -> list[tuple[str, str]]:
    return [("lowest", _("最小值")), ("highest", _("最大值"))]


def _decimal(name: str, typed: str, label: str, errors: Errors) -> Decimal | None:
    if not typed:
        return None
    try:
        value = Decimal(typed.replace(",", "").replace("，", ""))
    except InvalidOperation:
        value = Decimal("nan")
    if value.is_finite():
        return value
    said = _("“%(field)s”填的是“%(typed)s”，不是数。填数，或者不填。") % {"field": label, "typed": typed[:20]}
    errors.append((f"f-{name}", said))
    return None


def _choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Field, model's choices, in the order of CHOICES."""
    kinds = (Indicator.Period, Indicator.Good, Indicator.OverTime, Indicator.OverPlaces, Indicator.Field)
    return [
        (name, [(value, str(words)) for value, words in kind.choices])
        for name, kind in zip(CHOICES, kinds, strict=True)
    ]


def _show(
    request: HttpRequest, of: Indicator | None, typed: Mapping[str, str], errors: Errors | None = None
) -> HttpResponseBase:
    related = [(str(entry.pk), f"{entry.name}（{entry.code}）") for entry in Indicator.objects.current()]
    owners = [(str(unit.pk), unit.name) for unit in Unit.objects.filter(kind__in=OWNERS)]
    options = dict(_choices()) | {
        "related": [("", _("无")), *related],
        "owner": [("", _("公开发布")), *owners],
    }
    shown = DraftPage(
        title=_("起草 %(name)s 的新版本") % {"name": of.name} if of else _("起草新指标"),
        of=of.code if of else "",
        address=request.get_full_path(),
        key=new_key(),
        typed=typed,
        options=options,
        errors=errors or [],
    )
    return render(request, "desk/dictionary_draft.html", {"page": shown}, status=422 if errors else 200)


@form(Permission.ADOPT_DICTIONARY)
def adopt(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """Put a draft in force; who drafted it may not."""
    entry = get_object_or_404(Indicator.objects.select_related(*RELATED), code=code, number=number)
    if request.method != "POST":
        return _ask(request, entry)

    def act() -> str:
        actions.adopt_indicator(entry, by=person(request), at=clock.now())
        return reverse("dictionary-entry", args=(code,))

    outcome = carry_out(request, act, done=_("这一版已启用，从此是现行口径。"))
    return _ask(request, entry, [("", str(outcome))]) if isinstance(outcome, Refusal) else outcome


def _ask(request: HttpRequest, entry: Indicator, errors: Errors | None = None) -> HttpResponseBase:
    said = _("由 %(who)s 起草") % {"who": entry.made_by.full_name} if entry.made_by else _("随平台提供")
    if entry.replaces_id:
        said += _("；启用后第 %(number)s 版的数列到此为止，旧数不动") % {"number": entry.number - 1}
    shown = AdoptPage(
        code=entry.code,
        name=entry.name,
        number=entry.number,
        sentence=said,
        definition=entry.definition,
        formula=entry.formula,
        facts=facts_of(entry),
        address=reverse("dictionary-adopt", args=(entry.code, entry.number)),
        key=new_key(),
        errors=errors or [],
    )
    return render(request, "desk/dictionary_adopt.html", {"page": shown}, status=422 if errors else 200)
