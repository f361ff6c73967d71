"""A night's round of reminders over 10,000 items with 200,000 steps: told twice, letters written and sent as files."""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from luoxiao.core.periods import BEIJING

ITEMS, STEPS, UNITS, PEOPLE = 10_000, 20, 200, 5
NIGHT = datetime(2012, 10, 16, 8, tzinfo=BEIJING)


def fill() -> None:
    """Items of 200 units of five people each, all dates between 100 days ago and 100 days ahead."""
    from luoxiao.organisations.models import RoleGrant, Unit, User
    from luoxiao.supervision.models import Filing, MailAddress, Step, Task

    opened = NIGHT - timedelta(200)
    Unit.objects.bulk_create(
        Unit(code=f"night-{n}", kind="bureau", name=f"夜司{n}", short_name=f"夜司{n}", source="bench")
        for n in range(UNITS)
    )
    units = list(Unit.objects.filter(code__startswith="night-").order_by("pk"))
    User.objects.bulk_create(
        User(username=f"night-{u.pk}-{n}", full_name="夜班", unit=u) for u in units for n in range(PEOPLE)
    )
    people = list(User.objects.filter(username__startswith="night-").order_by("pk"))
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role="bureau", granted_at=opened, confirmed_at=opened) for user in people
    )
    MailAddress.objects.bulk_create(
        MailAddress(user=user, address=f"{user.pk}@example.org", calendar_key=f"night-{user.pk}") for user in people
    )
    Task.objects.bulk_create((_item(n, units, opened) for n in range(ITEMS)), batch_size=1000)
    tasks = list(Task.objects.filter(about_kind="night").order_by("pk"))
    Filing.objects.bulk_create(
        (Filing(task=task, number=1, filed_by=people[0], filed_at=opened) for task in tasks), batch_size=1000
    )
    filings = Filing.objects.filter(task__about_kind="night").order_by("pk")
    Step.objects.bulk_create((_step(filing, n) for filing in filings for n in range(STEPS)), batch_size=2000)


def _item(number: int, units: list[Any], opened: datetime) -> Any:
    from luoxiao.supervision.models import Task

    due = NIGHT.date() + timedelta(number % 201 - 100)
    about = {"origin": Task.Origin.LEADER, "about_kind": "night", "about": number}
    dates = {"due": due, "next_due": due, "opened_at": opened, "assigned_at": opened}
    lead = units[number % UNITS]
    return Task(title=f"夜间事项{number}", clause_path="四/(二)/3", lead=lead, state="running", **about, **dates)


def _step(filing: Any, number: int) -> Any:
    from luoxiao.supervision.models import Step

    day = date(2012, 12, 1)
    return Step(filing=filing, order=number, title="步骤", owner="张处长", due=day, expected="完成")


def measure() -> list[tuple[str, float, int]]:
    """(what, seconds, how many) of each part of the round, the telling twice."""
    from luoxiao.clock import due
    from luoxiao.supervision import actions

    def tell() -> int:
        return actions.tell(due.found(NIGHT.date()), at=NIGHT)

    def write() -> int:
        return actions.write_digests(at=NIGHT)

    def send() -> int:
        return actions.send_waiting(at=NIGHT)

    parts: list[tuple[str, Callable[[], int]]] = [
        ("told", tell),
        ("told again", tell),
        ("written", write),
        ("sent", send),
    ]
    return [_timed(name, do) for name, do in parts]


def _timed(name: str, do: Callable[[], int]) -> tuple[str, float, int]:
    began = time.perf_counter()
    count = do()
    return name, time.perf_counter() - began, count


def main() -> None:
    """In the installation that LUOXIAO_HOME names, which is thrown away afterwards."""
    import django

    django.setup()
    from luoxiao import installation

    installation.prepare()
    fill()
    for name, seconds, count in measure():
        print(f"night over {ITEMS:,} items: {name:<12} {count:>7,} in {seconds:6.2f} s", flush=True)


if __name__ == "__main__":
    main()
