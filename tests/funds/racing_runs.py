"""What the contestants of test_races_runs do, each in a process of its own."""

from luoxiao.core import clock
from luoxiao.core.models import TrailEvent
from luoxiao.funds import actions, bundled
from luoxiao.funds.models import Fund, Round, Run
from luoxiao.organisations import bundled as places
from luoxiao.organisations.models import User
from tests.conftest import make_user
from tests.funds import scene


def stage() -> list[int]:
    """A round with two drafts that have been reviewed; the round's id, theirs, and the round's version."""
    places.load()
    bundled.load()
    first, second = make_user("first", "office"), make_user("second", "office")
    for name in ("adopter", "convener"):
        make_user(name, "office")
    fund = Fund.objects.get(code="lottery", is_rehearsal=False)
    round = scene.make_round(fund, first, clock.now())
    runs = [scene.reviewed(round, by, other, clock.now()) for by, other in ((first, second), (second, first))]
    round.refresh_from_db()
    return [round.pk, *(run.pk for run in runs), round.version]


def person(name: str) -> User:
    return User.objects.get(username=name)


def adopt(name: str, run: int, seen: int) -> str:
    return actions.adopt_run(Run.objects.get(pk=run), seen=seen, by=person(name), at=clock.now()).state


def send_back(name: str, run: int) -> str:
    return actions.return_run(Run.objects.get(pk=run), reason="核对", by=person(name), at=clock.now()).state


def save(name: str, round: int, seen: int) -> int:
    found = Round.objects.get(pk=round)
    said = {"scheme": scene.make_scheme(), "regions": scene.make_regions(found.fund), "sources": {}, "name": ""}
    return actions.save_run(
        round=found,
        based_on=None,
        seen=seen,
        by=person(name),
        at=clock.now(),
        **said,  # type: ignore[arg-type]
    ).number


def open_round(name: str, number: int) -> str:
    fund = Fund.objects.get(code="lottery", is_rehearsal=False)
    return scene.make_round(fund, person(name), clock.now(), number=number).state


def standing(round: int) -> list[object]:
    """State of the round, states of its runs by number, lines of adoption in the trail, number of rounds."""
    runs = Run.objects.filter(round=round).order_by("number").values_list("state", flat=True)
    adoptions = TrailEvent.objects.filter(action="run.adopt").count()
    return [Round.objects.get(pk=round).state, list(runs), adoptions, Round.objects.count()]
