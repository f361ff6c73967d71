"""From a call to a figure, once, and nothing before acceptance is a fact."""

from datetime import datetime
from decimal import Decimal

from luoxiao.core import trail
from luoxiao.indicators import figures
from luoxiao.indicators.models import Indicator, Origin, Place
from luoxiao.returns.models import Return
from tests.returns import scene as scenes
from tests.returns.scene import PERIOD, Scene


def figure(code: str = "beds", *, rehearsal: bool = False) -> figures.Figure | None:
    indicator, place = Indicator.objects.get(code=code), Place.objects.get(code="360730")
    return figures.table([indicator], PERIOD, rehearsal=rehearsal).get((indicator.pk, place.pk))


def test_an_accepted_return_becomes_figures_with_their_origin(filed: Return, at: datetime) -> None:
    scenes.accepted(filed, at)
    found = figure()
    assert found is not None
    assert found.value == Decimal(1700)
    origin = Origin.objects.get(pk=found.origin_id)
    assert (origin.kind, origin.return_id, origin.cells["beds"]) == ("return", filed.pk, "A01")
    assert origin.source.startswith(f"YL-01-{PERIOD}-360730-{filed.call_id}-1 甲县局")


def test_no_figure_stands_before_acceptance(filed: Return, at: datetime) -> None:
    scenes.approved(filed, at)
    assert figure() is None
    assert Origin.objects.count() == 0


def test_a_rehearsal_call_writes_only_rehearsal_figures(scene: Scene, at: datetime) -> None:
    call = scenes.make_call(scene, at, is_rehearsal=True)
    scenes.accepted(call.returns.get(unit=scene.county), at)
    assert figure() is None
    found = figure(rehearsal=True)
    assert found is not None
    assert Origin.objects.get(pk=found.origin_id).is_rehearsal


def test_every_step_is_in_the_trail(filed: Return, at: datetime) -> None:
    scenes.accepted(filed, at)
    steps = [event.action for event in reversed(trail.history(filed))]
    assert steps == [
        "return.save",
        "return.send",
        "return.certify",
        "return.approve",
        "return.approve",
        "return.accept",
    ]
