"""The composite indexes of a county, one per target field, with every part that is missing named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from luoxiao.desk.figure_words import NOTHING, amount
from luoxiao.desk.figures_shared import figure_words, good, reading
from luoxiao.desk.figures_standing import Standings
from luoxiao.indicators import wording
from luoxiao.indicators.composite import Counted, Part, WeightsOff, index
from luoxiao.indicators.models import CompositeWeight, Indicator, Place


@dataclass(frozen=True)
class Working:
    """One part of the index: what it weighs and adds."""

    name: str
    words: str


@dataclass(frozen=True)
class IndexCard:
    """One field's index."""

    field: str
    words: str
    said: str
    missing: list[str]
    workings: list[Working]
    rule: str


def cards(place: Place, columns: Sequence[Standings], weights: Mapping[str, CompositeWeight]) -> list[IndexCard]:
    """A card for each field, also for one without weights; `weights` by code of the indicator, as in force today."""
    by_code = {column.known.indicator.code: column for column in columns}
    found = []
    for value, words in Indicator.Field.choices:
        own = {code: weight for code, weight in weights.items() if weight.indicator.target_field == value}
        if own:
            found.append(_card(str(words), place, by_code, own))
        elif value != Indicator.Field.NONE:
            found.append(IndexCard(str(words), NOTHING, _("没有设定权重，不出指数。"), [], [], ""))
    return found


def _card(
    field: str, place: Place, columns: Mapping[str, Standings], weights: Mapping[str, CompositeWeight]
) -> IndexCard:
    parts = [_part(place, columns.get(code), weight) for code, weight in weights.items()]
    names = {code: weight.indicator.name for code, weight in weights.items()}
    try:
        made = index(parts)
    except WeightsOff:
        return IndexCard(field, NOTHING, _("权重之和不是 100，不出指数。"), [], [], "")
    basis = "；".join(sorted({weight.basis for weight in weights.values()}))
    return IndexCard(
        field=field,
        words=NOTHING if made.value is None else amount(made.value, 1),
        said=wording.index(made),
        missing=[f"{names[each.part.indicator]}：{wording.lost(each)}" for each in made.lost],
        workings=[_working(names[each.part.indicator], each, columns) for each in made.counted],
        rule=wording.index_rule() + _("权重依据：%(basis)s。") % {"basis": basis},
    )


def _part(place: Place, column: Standings | None, weight: CompositeWeight) -> Part:
    known = column.known if column else None
    return Part(
        indicator=weight.indicator.code,
        weight=weight.percent,
        good=good(weight.indicator),
        own=reading(known.now.get(place.pk) if known else None),
        nation=reading(known.nation if known else None),
    )


def _working(name: str, each: Counted, columns: Mapping[str, Standings]) -> Working:
    known = columns[each.part.indicator].known
    words = {
        "weight": each.part.weight,
        "own": amount(each.part.own.value, known.indicator.scale),
        "nation": figure_words(known.nation, known.indicator),
        "score": amount(each.score, 1),
        "points": amount(each.points, 1),
    }
    said = _("权重 %(weight)s%%，本县 %(own)s，全国 %(nation)s，得分 %(score)s，计 %(points)s")
    return Working(name, said % words)
