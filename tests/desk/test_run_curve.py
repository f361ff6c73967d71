"""The curve of the area's share over its coefficient."""

from fractions import Fraction

from luoxiao.desk.run_curve import curve, values


def test_the_scheme_s_own_coefficient_is_among_those_asked_for() -> None:
    asked = values(Fraction(117, 100))
    assert asked == sorted(set(asked))
    assert asked[0] == 1
    assert asked[-1] == Fraction(3, 2)
    assert Fraction(117, 100) in asked


def test_a_coefficient_far_out_stretches_the_curve() -> None:
    assert values(Fraction(2))[-1] == Fraction(11, 5)


def test_a_coefficient_below_one_begins_the_curve() -> None:
    assert values(Fraction(9, 10))[0] == Fraction(9, 10)


def test_points_rise_with_the_share_and_the_own_one_is_marked() -> None:
    shares = [
        (Fraction(1), Fraction(90, 100)),
        (Fraction(23, 20), Fraction(92, 100)),
        (Fraction(3, 2), Fraction(95, 100)),
    ]
    drawn = curve(shares, Fraction(23, 20))
    assert [point.y for point in drawn.points] == sorted((point.y for point in drawn.points), reverse=True)
    assert [point.x for point in drawn.points] == sorted(point.x for point in drawn.points)
    assert drawn.own is not None
    assert (drawn.own.coefficient, drawn.own.share) == ("1.15", "92.00")
    assert drawn.level == drawn.points[0].y


def test_a_share_that_never_moves_is_a_level_line() -> None:
    drawn = curve([(Fraction(1), Fraction(1)), (Fraction(3, 2), Fraction(1))], Fraction(1))
    assert len({point.y for point in drawn.points}) == 1
