"""Sentences that several pages share. Each room's own words stand in its wording.py."""

from django.utils.translation import gettext as _

from luoxiao.core import clock


def rehearsal_mark() -> str:
    """演练 and the day it stands on, or nothing: synthetic data are marked wherever they show."""
    day = clock.rehearsal_day()
    return _("演练 %(day)s") % {"day": day.isoformat()} if day else ""
