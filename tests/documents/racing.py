"""What the contestants of test_races do, each in a process of its own."""

from luoxiao.core import clock
from luoxiao.core.periods import Quarter
from luoxiao.documents import actions
from luoxiao.documents.models import Figure, NumberSeries, Paper
from luoxiao.organisations.models import User
from tests.conftest import make_user
from tests.documents import drafts


def make_people(number: int) -> None:
    """Several people of the office, and the one who prepares."""
    for name in ("preparer", *(f"person{n}" for n in range(number))):
        make_user(name, "office")


def make_drafts(number: int) -> list[int]:
    """Drafts of different quarters in one series."""
    by = User.objects.get(username="preparer")
    return [drafts.prepare(by, clock.now(), Quarter(2000 + n, 1)).pk for n in range(number)]


def issue(person: int, paper: int, number: int | None = None) -> int | None:
    by = User.objects.get(username=f"person{person}")
    return drafts.issue(Paper.objects.get(pk=paper), by, clock.now(), number=number).number


def withdraw(person: int, paper: int) -> str:
    by, draft = User.objects.get(username=f"person{person}"), Paper.objects.get(pk=paper)
    return actions.withdraw(draft, reason="重来", seen=1, by=by, at=clock.now()).state


def prepare(person: int) -> int:
    return drafts.prepare(User.objects.get(username=f"person{person}"), clock.now()).pk


def counts() -> list[int]:
    """Issued papers, figures, and the last number drawn."""
    issued = Paper.objects.filter(state="issued").count()
    return [issued, Figure.objects.count(), sum(NumberSeries.objects.values_list("last", flat=True))]
