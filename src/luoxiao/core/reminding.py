"""When people are reminded of what is due: 30, 7 and 1 days before it; 1, 7, then every 30 days late. Pure."""

from datetime import date

BEFORE = (30, 7, 1)  # days before the due date
LATE = (1, 7)  # days after it
EVERY = 30  # days between later reminders
WAITING = (3, 7, 30)  # days that something without a due date has waited for its answer


def kind_on(day: date, *, due: date, opened: date) -> str:
    """The reminder that stands on this day: before-30, before-7, before-1, late-1, late-7, late-37, late-67 …; or none.

    A clock that stood still for some days finds the latest that it missed, never a heap. What would have been due
    before the thing was opened, or on that very day, is not said: the thing itself has just arrived.
    """
    if day <= opened:
        return ""
    left = (due - day).days
    if left < 0:
        return f"late-{_late(-left)}"
    reached = min((days for days in BEFORE if left <= days), default=None)
    if reached is None or (due - opened).days <= reached:
        return ""
    return f"before-{reached}"


def _late(days: int) -> int:
    """The last step reached after so many days late."""
    if days < LATE[1]:
        return LATE[0]
    return LATE[1] + (days - LATE[1]) // EVERY * EVERY


def waiting_on(day: date, *, since: date) -> str:
    """The reminder of what waits for somebody and has no due date: waiting-3, waiting-7, waiting-30, waiting-60 …"""
    days = (day - since).days
    reached = max((step for step in WAITING if days >= step), default=None)
    if reached is None:
        return ""
    return f"waiting-{days // EVERY * EVERY if reached == WAITING[-1] else reached}"
