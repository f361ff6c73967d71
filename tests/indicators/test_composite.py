"""The index of a field hides no missing part and lets no surplus make up for a lack (plan text 四)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.indicators.composite import (
    MOST_MISSING,
    Extent,
    Gone,
    Index,
    Part,
    WeightsOff,
    index,
)
from luoxiao.indicators.gap import Good, Missing, Reading


def part(code: str, weight: int, own: str | None, nation: str | None, good: Good = Good.MORE) -> Part:
    return Part(code, weight, good, reading(own), reading(nation))


def reading(value: str | None) -> Reading:
    return Reading(None, Missing.NOT_KNOWN) if value is None else Reading(Decimal(value))


def lost(found: Index) -> list[tuple[str, int, Gone]]:
    return [(each.part.indicator, each.part.weight, each.why) for each in found.lost]


@pytest.mark.parametrize(
    ("own", "nation", "good", "score", "surplus"),
    [
        ("50", "100", Good.MORE, "50.0", "50.0"),
        ("100", "100", Good.MORE, "100.0", "100.0"),
        ("150", "100", Good.MORE, "100.0", "150.0"),
        ("99.99", "100", Good.MORE, "99.9", "99.9"),
        ("0", "100", Good.MORE, "0.0", "0.0"),
        ("20", "10", Good.LESS, "50.0", "50.0"),
        ("10", "10", Good.LESS, "100.0", "100.0"),
        ("5", "10", Good.LESS, "100.0", "200.0"),
        ("0", "10", Good.LESS, "100.0", None),
        ("0", "0", Good.LESS, "100.0", None),
        ("5", "0", Good.LESS, "0.0", "0.0"),
    ],
)
def test_a_part_is_a_share_of_the_average_and_at_most_100(
    own: str, nation: str, good: Good, score: str, surplus: str | None
) -> None:
    found = index([part("a", 100, own, nation, good)])
    assert found.value == found.counted[0].score == Decimal(score)
    assert found.counted[0].surplus == (None if surplus is None else Decimal(surplus))
    assert found.extent is Extent.WHOLE


def test_parts_add_up_by_their_weights() -> None:
    found = index(
        [part("beds", 20, "30", "60"), part("dibao", 50, "80", "100"), part("poor", 30, "20", "10", Good.LESS)]
    )
    assert found.value == Decimal("65.0")
    assert [(each.part.indicator, each.points) for each in found.counted] == [
        ("dibao", Decimal("40.0")),
        ("poor", Decimal("15.0")),
        ("beds", Decimal("10.0")),
    ]


def test_a_surplus_does_not_make_up_for_a_lack() -> None:
    found = index([part("a", 50, "300", "100"), part("b", 50, "50", "100")])
    assert found.value == Decimal("75.0")


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (part("x", 20, None, "5"), Gone.NO_FIGURE),
        (part("x", 20, None, None), Gone.NO_FIGURE),
        (part("x", 20, "5", None), Gone.NO_AVERAGE),
        (part("x", 20, "5", "5", Good.NEITHER), Gone.NO_DIRECTION),
        (part("x", 20, "-1", "5"), Gone.NOT_POSITIVE),
        (part("x", 20, "1", "-5", Good.LESS), Gone.NOT_POSITIVE),
        (part("x", 20, "1", "0"), Gone.NOT_POSITIVE),
    ],
)
def test_a_missing_part_is_listed_with_its_weight_and_the_index_is_marked(made: Part, why: Gone) -> None:
    found = index([part("a", 60, "50", "100"), part("b", 20, "90", "100"), made])
    assert lost(found) == [("x", 20, why)]
    assert (found.extent, found.value, found.weight_lost) == (Extent.PART, Decimal("60.0"), 20)


def test_there_is_no_index_where_too_much_weight_is_missing() -> None:
    found = index([part("a", 79, "50", "100"), part("x", 21, None, "100")])
    assert (found.extent, found.value, found.weight_lost) == (Extent.NONE, None, MOST_MISSING + 1)
    assert [each.part.indicator for each in found.counted] == ["a"]
    nothing = index([part("x", 100, None, None)])
    assert (nothing.extent, nothing.value, nothing.counted) == (Extent.NONE, None, ())


def test_what_is_not_applicable_is_missing_too_and_says_so() -> None:
    found = index(
        [part("a", 90, "1", "1"), Part("x", 10, Good.MORE, Reading(None, Missing.NOT_APPLICABLE), reading("1"))]
    )
    assert (found.extent, found.lost[0].missing) == (Extent.PART, Missing.NOT_APPLICABLE)


def test_a_part_that_rests_on_too_few_places_says_so() -> None:
    rolled = Reading(Decimal(5), counted=20, expected=24)
    found = index([Part("a", 60, Good.MORE, rolled, reading("10")), part("b", 40, "5", "10")])
    assert found.partial
    assert [each.partial for each in found.counted] == [True, False]
    assert not index([part("b", 100, "5", "10")]).partial


@pytest.mark.parametrize("weights", [(50, 49), (60, 41), (100, 0), (110, -10), ()])
def test_weights_that_are_no_whole_hundred_are_refused(weights: tuple[int, ...]) -> None:
    with pytest.raises(WeightsOff):
        index([part(str(n), weight, "1", "1") for n, weight in enumerate(weights)])


def test_an_indicator_counts_once() -> None:
    with pytest.raises(ValueError, match="once"):
        index([part("a", 50, "1", "1"), part("a", 50, "1", "1")])


values = st.none() | st.decimals(0, 10**6, places=2)
directions = st.sampled_from([Good.MORE, Good.LESS])


@st.composite
def fields(draw: st.DrawFn) -> list[Part]:
    cuts = sorted(draw(st.sets(st.integers(1, 99), max_size=7)))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    return [
        Part(f"i{n}", weight, draw(directions), Reading(draw(values)), Reading(draw(values)))
        for n, weight in enumerate(weights)
    ]


def plain(parts: list[Part]) -> Fraction | None:
    """The index by its definition."""
    points, weight = Fraction(0), 0
    for each in parts:
        own, nation = each.own.value, each.nation.value
        if own is None or nation is None or (each.good is Good.MORE and nation == 0):
            continue
        top, below = (own, nation) if each.good is Good.MORE else (nation, own)
        points += each.weight * (Fraction(1) if below == 0 or top > below else Fraction(top) / Fraction(below))
        weight += each.weight
    return points / weight if weight >= 80 else None


@given(fields())
def test_it_agrees_with_the_definition(parts: list[Part]) -> None:
    found, exact = index(parts), plain(parts)
    assert (found.value is None) == (exact is None)
    if found.value is not None and exact is not None:
        assert abs(Fraction(found.value) - exact * 100) <= Fraction(1, 10)
        assert (found.value == 100) == (exact == 1)


@given(fields(), st.randoms())
def test_the_order_of_parts_does_not_matter(parts: list[Part], chance: object) -> None:
    mixed = list(parts)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert index(mixed) == index(parts)


@given(fields())
def test_every_part_is_counted_or_listed(parts: list[Part]) -> None:
    found = index(parts)
    assert sorted(
        [*(each.part.indicator for each in found.counted), *(each.part.indicator for each in found.lost)]
    ) == [each.indicator for each in parts]
    assert (found.extent is Extent.WHOLE) == (not found.lost)
    assert found.extent is not Extent.NONE or found.value is None
    assert sum(each.part.weight for each in found.counted) + found.weight_lost == 100


@given(fields(), st.decimals("0.01", "1000", places=2))
def test_a_common_factor_changes_no_index(parts: list[Part], factor: Decimal) -> None:
    def times(found: Reading) -> Reading:
        return Reading(None if found.value is None else found.value * factor)

    scaled = [Part(each.indicator, each.weight, each.good, times(each.own), times(each.nation)) for each in parts]
    assert index(scaled).value == index(parts).value


@given(fields(), st.decimals("0.01", "1000", places=2))
def test_doing_better_in_one_part_never_lowers_the_index(parts: list[Part], step: Decimal) -> None:
    first = parts[0]
    if first.own.value is None:
        return
    better = first.own.value + step if first.good is Good.MORE else max(Decimal(0), first.own.value - step)
    raised = [Part(first.indicator, first.weight, first.good, Reading(better), first.nation), *parts[1:]]
    before, after = index(parts).value, index(raised).value
    assert (before is None) == (after is None)
    assert before is None or after is None or after >= before
