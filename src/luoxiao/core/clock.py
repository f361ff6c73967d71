"""What time it is for the office. Business code takes `at=`; only doors ask here."""

import os
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from luoxiao.core.periods import BEIJING


def now() -> datetime:
    """This instant; in a rehearsal that stands on another day, that day at this time of day."""
    real = timezone.now().astimezone(BEIJING)
    day = rehearsal_day()
    return real if day is None else datetime.combine(day, real.timetz())


def today() -> date:
    """The date in Beijing."""
    return now().date()


@cache
def rehearsal_day() -> date | None:
    """The day a rehearsal stands on, from LUOXIAO_TODAY or the installation's `rehearsal-day` file."""
    kept: Path = settings.HOME / "rehearsal-day"
    said = os.environ.get("LUOXIAO_TODAY") or (kept.read_text().strip() if kept.exists() else "")
    return date.fromisoformat(said) if said else None
