"""Gaps, ranks and distances say what a plain reading of the figures says (plan text 四)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.indicators.gap import (
    FEWEST_RANKED,
    Against,
    Compared,
    Doubt,
    GapTable,
    Good,
    Missing,
    Move,
    Rank,
    Reading,
    difference,
    gap_table,
)

figures = st.decimals(-(10**9), 10**9, places=2)
tables = st.dictionaries(st.integers(1, 40), figures, min_size=1, max_size=24)


def table(*values: str | None, good: Good = Good.MORE, **more: object) -> GapTable:
    """Places 1, 2, 3 … with these values; None for a place without one."""
    return gap_table(numbered(*values), good=good, **more)  # type: ignore[arg-type]


def numbered(*values: str | None) -> dict[int, Reading]:
    return {n: Reading(None if value is None else Decimal(value)) for n, value in enumerate(values, 1)}


def nation(value: str) -> Compared:
    return Compared({Against.NATION: Reading(Decimal(value))})


@pytest.mark.parametrize(
    ("value", "level", "good", "gap", "lead", "of_level", "reached"),
    [
        ("1460.00", "2067.80", Good.MORE, "-607.80", "-607.80", "70.6", False),
        ("2067.80", "2067.80", Good.MORE, "0.00", "0.00", "100.0", True),
        ("2100", "2067.80", Good.MORE, "32.20", "32.20", "101.6", True),
        ("26.5", "10.2", Good.LESS, "16.3", "-16.3", "259.8", False),
        ("10.2", "10.2", Good.LESS, "0.0", "0.0", "100.0", True),
        ("9.9", "10.2", Good.LESS, "-0.3", "0.3", "97.1", True),
        ("5", "4", Good.NEITHER, "1", None, "125.0", None),
        ("5", "0", Good.MORE, "5", "5", None, True),
        ("-5", "-4", Good.MORE, "-1", "-1", None, False),
        ("99.99", "100", Good.MORE, "-0.01", "-0.01", "99.9", False),
        ("100.01", "100", Good.MORE, "0.01", "0.01", "100.1", True),
    ],
)
def test_a_gap_has_a_plain_side_and_one_that_respects_the_good_direction(
    value: str, level: str, good: Good, gap: str, lead: str | None, of_level: str | None, reached: bool | None
) -> None:
    found = difference(Reading(Decimal(value)), Reading(Decimal(level)), Against.NATION, good)
    assert found.gap == Decimal(gap)
    assert found.lead == (None if lead is None else Decimal(lead))
    assert found.share == (None if of_level is None else Decimal(of_level))
    assert found.reached is reached


def test_a_gap_is_exact_where_floats_are_not() -> None:
    found = difference(Reading(Decimal("0.3")), Reading(Decimal("0.1")), Against.NATION, Good.MORE)
    assert str(found.gap) == "0.2"
    wide = difference(Reading(Decimal(2**62)), Reading(Decimal("0.000001")), Against.NATION, Good.MORE)
    assert str(wide.gap) == "4611686018427387903.999999"


def test_a_gap_to_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="both figures"):
        difference(Reading(None), Reading(Decimal(1)), Against.NATION, Good.MORE)


@pytest.mark.parametrize(
    ("good", "ranks"),
    [
        (Good.MORE, [(1, 1), (2, 2), (2, 2), (4, 1)]),
        (Good.LESS, [(4, 1), (2, 2), (2, 2), (1, 1)]),
        (Good.NEITHER, [None] * 4),
    ],
)
def test_equal_places_share_a_rank_and_the_next_skip(good: Good, ranks: list[tuple[int, int] | None]) -> None:
    found = {each.place: each.rank for each in table("9", "7", "7.0", "3", good=good).standings}
    wanted = [None if rank is None else Rank(rank[0], 4, rank[1]) for rank in ranks]
    assert [found[n] for n in (1, 2, 3, 4)] == wanted


def test_the_best_place_is_100_and_the_worst_0() -> None:
    more = {each.place: each.frontier for each in table("10", "40", "20").standings}
    assert more == {1: Decimal("0.0"), 2: Decimal("100.0"), 3: Decimal("33.3")}
    less = {each.place: each.frontier for each in table("10", "40", "20", good=Good.LESS).standings}
    assert less == {1: Decimal("100.0"), 2: Decimal("0.0"), 3: Decimal("66.7")}


def test_there_is_no_frontier_where_all_places_are_equal_or_alone() -> None:
    assert [each.frontier for each in table("5", "5.0").standings] == [None, None]
    assert [each.frontier for each in table("5").standings] == [None]


def test_only_the_best_place_is_called_100() -> None:
    nearly = {each.place: each.frontier for each in table("0", "100000", "99999").standings}
    assert nearly[3] == Decimal("99.9")


def test_what_has_no_figure_is_listed_and_never_zero() -> None:
    readings = numbered("5", "0") | {
        3: Reading(None, Missing.NOT_KNOWN),
        4: Reading(None, Missing.NOT_APPLICABLE),
        5: Reading(None, Missing.TEXT),
        6: Reading(None),
    }
    found = gap_table(readings, good=Good.MORE)
    assert [each.place for each in found.standings] == [1, 2]
    assert found.missing == (
        (3, Missing.NOT_KNOWN),
        (4, Missing.NOT_APPLICABLE),
        (5, Missing.TEXT),
        (6, Missing.ABSENT),
    )
    assert found.expected == 6
    assert all(Doubt.OTHERS_MISSING in each.doubts for each in found.standings)


def test_a_level_that_is_not_known_is_listed_and_the_others_are_used() -> None:
    levels = {Against.NATION: Reading(Decimal(8)), Against.WEST: Reading(None, Missing.NOT_KNOWN)}
    found = table("5", compared=Compared(levels, {1: Decimal(6)}))
    assert [each.against for each in found.standings[0].differences] == [Against.NATION, Against.TARGET]
    assert found.levels_missing == ((Against.WEST, Missing.NOT_KNOWN),)
    assert found.standings[0].against(Against.WEST) is None


def test_a_target_belongs_to_its_place_only() -> None:
    found = {each.place: each for each in table("5", "6", compared=Compared(targets={1: Decimal(5)})).standings}
    target = found[1].against(Against.TARGET)
    assert target is not None
    assert target.reached
    assert found[2].differences == ()


def test_a_change_of_rank_is_counted_among_places_with_both_figures() -> None:
    found = table("9", "8", "7", earlier=numbered("1", "2", None))
    assert {each.place: each.move for each in found.standings} == {1: Move(1, 2, 2), 2: Move(2, 1, 2), 3: None}
    assert {each.place: each.move.places for each in found.standings if each.move} == {1: 1, 2: -1}


def test_numbers_that_rest_on_too_few_data_say_so() -> None:
    partial = gap_table(
        {1: Reading(Decimal(5), counted=3, expected=24)}, good=Good.MORE, compared=nation("6"), earlier=numbered("4")
    ).standings[0]
    assert partial.doubts == (Doubt.PARTIAL, Doubt.FEW_RANKED, Doubt.FEW_COMPARED)
    assert partial.differences[0].doubts == (Doubt.PARTIAL,)
    enough = table(*map(str, range(FEWEST_RANKED)), earlier=numbered(*map(str, range(FEWEST_RANKED))))
    assert {each.doubts for each in enough.standings} == {()}
    level = difference(Reading(Decimal(5)), Reading(Decimal(6), counted=30, expected=31), Against.NATION, Good.MORE)
    assert level.doubts == (Doubt.PARTIAL,)


def test_the_worst_come_worst_first() -> None:
    found = table("3", "9", "1", "7", "5", "8", "2", compared=nation("7"))
    assert [each.place for each in found.worst()] == [3, 7, 1, 5, 4]
    assert [each.place for each in table("3", "9").worst()] == [1, 2]
    assert found.reached() == 3
    assert table("3", "9", good=Good.NEITHER).worst() == ()


def test_an_empty_table_is_no_error() -> None:
    found = gap_table({}, good=Good.MORE, compared=nation("6"))
    assert (found.standings, found.missing, found.expected, found.worst(), found.reached()) == ((), (), 0, (), 0)


@given(tables, st.sampled_from(Good), st.randoms())
def test_the_order_of_places_does_not_matter(values: dict[int, Decimal], good: Good, chance: object) -> None:
    places = list(values)
    chance.shuffle(places)  # type: ignore[attr-defined]
    shuffled = {place: Reading(values[place]) for place in places}
    straight = {place: Reading(value) for place, value in values.items()}
    assert gap_table(shuffled, good=good, earlier=straight) == gap_table(straight, good=good, earlier=shuffled)


@given(tables, st.sampled_from([Good.MORE, Good.LESS]))
def test_a_rank_is_one_more_than_the_places_that_are_better(values: dict[int, Decimal], good: Good) -> None:
    found = gap_table({place: Reading(value) for place, value in values.items()}, good=good)
    for each in found.standings:
        better = [v for v in values.values() if (v > each.value if good is Good.MORE else v < each.value)]
        assert each.rank == Rank(1 + len(better), len(values), list(values.values()).count(each.value))


@given(tables, st.sampled_from([Good.MORE, Good.LESS]), st.decimals(1, 1000, places=3))
def test_a_common_factor_changes_no_rank_share_or_frontier(
    values: dict[int, Decimal], good: Good, factor: Decimal
) -> None:
    def said(times: Decimal) -> list[object]:
        readings = {place: Reading(value * times) for place, value in values.items()}
        levels = Compared({Against.NATION: Reading(Decimal("12.5") * times)})
        found = gap_table(readings, good=good, compared=levels)
        return [(each.place, each.rank, each.frontier, each.differences[0].share) for each in found.standings]

    assert said(Decimal(1)) == said(factor)


@given(tables)
def test_turning_every_sign_and_the_direction_changes_no_rank(values: dict[int, Decimal]) -> None:
    more = gap_table({place: Reading(value) for place, value in values.items()}, good=Good.MORE)
    less = gap_table({place: Reading(-value) for place, value in values.items()}, good=Good.LESS)
    assert [(s.place, s.rank, s.frontier) for s in more.standings] == [
        (s.place, s.rank, s.frontier) for s in less.standings
    ]


@given(tables, st.sampled_from([Good.MORE, Good.LESS]))
def test_moves_up_and_down_answer_the_plain_ranks(values: dict[int, Decimal], good: Good) -> None:
    now = {place: Reading(value) for place, value in values.items()}
    before = {place: Reading(-value) for place, value in values.items()}
    found = gap_table(now, good=good, earlier=before)
    once = {each.place: each.rank for each in gap_table(before, good=good).standings}
    for each in found.standings:
        assert each.move is not None
        assert each.rank is not None
        assert each.move.places == once[each.place].number - each.rank.number  # type: ignore[union-attr]
