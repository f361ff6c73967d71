"""会议制度: the rules of a body in versions; a draft is put in force by another person and moves no more."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.organisations.models import Body, User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.models import ConferenceRules

LONGEST = 20_000  # characters


class RulesDrafted(Refusal):
    code = "rules-drafted"
    sentence = _("第%(number)s版由%(who)s起草，还没有启用，没有另起一版。先启用这一版。")


class AdoptOwnRules(Refusal):
    code = "adopt-own-rules"
    sentence = _("第%(number)s版由%(who)s起草，不能由本人启用。请另一人办理。")


class RulesInForce(Refusal):
    code = "rules-in-force"
    sentence = _("第%(number)s版已经启用，没有再次办理。需要修改的，起草下一版。")


@transaction.atomic
def draft_rules(body: Body, *, text: str, in_force_from: date, by: User, at: datetime) -> ConferenceRules:
    """Draft the next version. Raises RulesDrafted while another waits, Unsaid, TooLong."""
    role = by.acting(Permission.KEEP_MEETING)
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    last = body.rules.select_related("entered_by").order_by("-number").first()
    if last and last.adopted_at is None:
        raise RulesDrafted(number=last.number, who=last.entered_by.full_name)
    rules: ConferenceRules = ConferenceRules.objects.create(
        body=body,
        number=(last.number if last else 0) + 1,
        text=said(_("会议制度"), text, limit=LONGEST),
        in_force_from=in_force_from,
        entered_by=by,
    )
    after = {"number": rules.number, "text": rules.text, "in_force_from": str(in_force_from)}
    trail.record("rules.draft", by=by, at=at, role=role, subject=body, after=after)
    return rules


@transaction.atomic
def adopt_rules(rules: ConferenceRules, *, by: User, at: datetime) -> ConferenceRules:
    """Put a draft in force as another person. Raises AdoptOwnRules, RulesInForce."""
    role = by.acting(Permission.KEEP_MEETING)
    rows = ConferenceRules.objects.select_for_update(of=("self",)).select_related("entered_by", "body")
    rules = rows.get(pk=rules.pk)
    if rules.adopted_at is not None:
        raise RulesInForce(number=rules.number)
    if rules.entered_by_id == by.pk:
        raise AdoptOwnRules(number=rules.number, who=by.full_name)
    rules.adopted_by, rules.adopted_at = by, at
    rules.save(update_fields=["adopted_by", "adopted_at"])
    after = {"number": rules.number, "in_force_from": str(rules.in_force_from)}
    trail.record("rules.adopt", by=by, at=at, role=role, subject=rules.body, after=after)
    return rules
