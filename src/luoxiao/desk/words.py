"""Sentences that several pages share. Each room's own words stand in its wording.py."""

from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.documents import wording as documents_wording
from luoxiao.funds import wording as funds_wording
from luoxiao.indicators.wording.loading import TRAIL as indicators_trail
from luoxiao.organisations import wording as organisations_wording
from luoxiao.plan import wording as plan_wording
from luoxiao.returns import wording as returns_wording
from luoxiao.supervision import wording as supervision_wording

_TRAIL = {
    **organisations_wording.TRAIL,
    **plan_wording.TRAIL,
    **supervision_wording.TRAIL,
    **documents_wording.TRAIL,
    **indicators_trail,
    **returns_wording.TRAIL,
    **funds_wording.TRAIL,
}


def rehearsal_mark() -> str:
    """演练 and the day it stands on, or nothing: synthetic data are marked wherever they show."""
    day = clock.rehearsal_day()
    return _("演练 %(day)s") % {"day": day.isoformat()} if day else ""


def trail_words(code: str) -> str:
    """What a trail code says; the codes and their words stand in each room's wording.py."""
    if code.startswith("refused."):
        return _("未予办理")
    return str(_TRAIL.get(code, code))


finding, finding_mark = plan_wording.finding, plan_wording.finding_mark  # what the plan pages say of a doubtful place
