"""Risks of a project: raised by whoever has a hand in it, closed with what was done."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, added, said
from luoxiao.core.wording import day_and_hour
from luoxiao.funds.actions.project_parties import PERMISSIONS, bureau_of, stands_in
from luoxiao.funds.actions.projects import locked, not_here
from luoxiao.funds.models import Project, Risk
from luoxiao.funds.stages import Party
from luoxiao.organisations.models import NotAllowed, User

SHORT = 300
OVER = (Project.State.ACCEPTED, Project.State.WITHDRAWN)


class UnknownGrade(Refusal):
    code = "unknown-risk-grade"
    sentence = _("没有选风险等级，没有登记。一般、较大、重大中选一种。")


class RiskClosed(Refusal):
    code = "risk-closed"
    sentence = _("这项风险已由%(who)s于%(when)s销去，没有再次办理。")


@transaction.atomic
def raise_risk(project: Project, *, grade: str, text: str, measure: str, by: User, at: datetime) -> Risk:
    """Put a risk on record, with what is done about it where that is known.

    Raises NotAllowed for whoever has no hand in the project, NotAtThisStage where it is over, UnknownGrade, Unsaid,
    TooLong.
    """
    project, role = _party(project, by)
    if project.state in OVER:
        raise not_here(project, _("登记风险"))
    if grade not in Risk.Grade.values:
        raise UnknownGrade
    risk = Risk.objects.create(
        project=project,
        grade=grade,
        text=said(_("风险"), text, limit=SHORT),
        measure=added(_("应对措施"), measure, limit=SHORT),
        raised_by=by,
        raised_at=at,
    )
    after = {"grade": grade, "text": risk.text, "measure": risk.measure}
    trail.record("project.risk", by=by, at=at, role=role, subject=project, after=after)
    return risk


@transaction.atomic
def close_risk(risk: Risk, *, measure: str, by: User, at: datetime) -> Risk:
    """The risk is over: what was done. Raises NotAllowed, RiskClosed, Unsaid, TooLong."""
    project, role = _party(risk.project, by)
    risk = Risk.objects.select_for_update(no_key=True, of=("self",)).select_related("closed_by").get(pk=risk.pk)
    if risk.closed_by and risk.closed_at:
        raise RiskClosed(who=risk.closed_by.full_name, when=day_and_hour(risk.closed_at))
    risk.measure = said(_("应对措施"), measure, limit=SHORT)
    risk.closed_by, risk.closed_at = by, at
    risk.save(update_fields=["measure", "closed_by", "closed_at"])
    after = {"closed": risk.text, "measure": risk.measure}
    trail.record("project.risk", by=by, at=at, role=role, subject=project, after=after)
    return risk


def has_a_hand(project: Project, user: User) -> bool:
    """Whether any step of the project could be this person's."""
    parties = [party for party in Party if user.may(PERMISSIONS[party])]
    bureau = bureau_of(project) if parties else None
    return any(stands_in(project, user, party, bureau) for party in parties)


def _party(project: Project, by: User) -> tuple[Project, str]:
    found = locked(project)
    bureau = bureau_of(found)
    party = next((party for party in Party if stands_in(found, by, party, bureau)), None)
    if party is None:
        raise NotAllowed("project-risk")
    return found, by.acting(PERMISSIONS[party])
