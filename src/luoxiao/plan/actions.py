"""Every change of what is promised: a text is proposed, withdrawn or adopted, and its doubtful places are corrected.

Adopting opens no tasks; supervision.actions.adopt does both in one transaction, and doors call that.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import files, package_data, trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.organisations.models import Area, User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.building import Tree, build, fingerprint
from luoxiao.plan.models import (
    Clause,
    ClauseUnit,
    Correction,
    Finding,
    KnownPaper,
    Measure,
    Mention,
    Plan,
    PlanVersion,
)

LIMIT = 300  # characters of a title, a correction, a source, a reason


@dataclass(frozen=True)
class Original:
    """The file a text came in, as it was received."""

    name: str
    content: bytes
    media_type: str = "application/octet-stream"


class NoClauses(Refusal):
    code = "no-clauses"
    sentence = _(
        "全文 %(length)s 字，没有读出一个条款，没有导入。核对是否为方案正文，条款须有“一、”“（一）”“1.”等序号。"
    )


class SameText(Refusal):
    code = "same-plan-text"
    sentence = _(
        "原文与《%(title)s》第 %(number)s 版（%(state)s）逐字相同，没有再次导入。需要改动的，先改原文；"
        "导错名称或归属的，先撤回那一版。"
    )


class ReadDifferently(Refusal):
    code = "read-differently"
    sentence = _("预览之后，单位名册、文件登记簿或解析程序有变动，读出的内容与预览不同，没有导入。核对下面的新预览。")


class NotWaiting(Refusal):
    code = "version-not-waiting"
    sentence = _("《%(title)s》第 %(number)s 版%(state)s，不能再办理。刷新页面查看现状。")


class Overtaken(Refusal):
    code = "version-overtaken"
    sentence = _(
        "《%(title)s》第 %(number)s 版早于在用的第 %(later)s 版，不能启用。确需恢复的，撤回后把原文作为新版导入。"
    )


class OwnImport(Refusal):
    code = "own-import"
    sentence = _("《%(title)s》第 %(number)s 版由%(person)s导入，不能由本人启用。请另一人办理。")


@transaction.atomic
def propose(
    text: str,
    *,
    title: str,
    area: Area | None,
    file: Original | None,
    is_restated: bool,
    by: User,
    at: datetime,
    of: Plan | None = None,
    seen: str = "",
) -> PlanVersion:
    """Store a version whole: the next one of the plan `of`, or the first of a new plan.

    An empty `title` takes the text's own. `seen` is the fingerprint of the preview that is confirmed, empty where
    there was none. Raises plan.parse.Unreadable, NoClauses, ReadDifferently, Unsaid, TooLong, SameText.
    """
    role = by.acting(Permission.IMPORT_PLAN)
    tree = readable(text)
    if seen and seen != fingerprint(tree):
        raise ReadDifferently
    version = tree.version
    version.title = said(_("方案名称"), title or version.title, limit=LIMIT)
    version.is_restated = is_restated
    version.imported_by, version.imported_at = by, at
    _refuse_same(version)
    if file:
        version.file = files.store(file.content, name=file.name, media_type=file.media_type, at=at)
    _place(version, of, area)
    _store(tree)
    after = {"sha256": version.sha256, "clauses": len(tree.clauses), "measures": len(tree.measures)}
    trail.record("plan.propose", by=by, at=at, role=role, subject=version, after=after)
    return version


def readable(text: str) -> Tree:
    """What would be stored, not stored. Raises plan.parse.Unreadable, NoClauses."""
    tree = build(text)
    if not tree.clauses:
        raise NoClauses(length=len(text))
    return tree


def _place(version: PlanVersion, of: Plan | None, area: Area | None) -> None:
    """Give the version its plan and number, and store it. Raises SameText."""
    plan = _locked(of) if of else Plan.objects.create(title=version.title, area=area)
    version.plan, version.number = plan, plan.versions.count() + 1
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError:  # somebody imported the same text in this very moment
        _refuse_same(version)
        raise


def _refuse_same(version: PlanVersion) -> None:
    same = PlanVersion.objects.waiting_or_in_force().filter(sha256=version.sha256).first()
    if same:
        raise SameText(title=same.title, number=same.number, state=same.get_state_display())


def _locked(plan: Plan) -> Plan:
    """The plan, kept from others until this transaction ends: its versions are numbered and adopted one by one."""
    return Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)


def _store(tree: Tree) -> None:
    """Parents before children, because a clause's parent stands in the same table."""
    by_level = sorted(tree.clauses, key=lambda clause: clause.level)
    for _level, clauses in groupby(by_level, key=lambda clause: clause.level):
        Clause.objects.bulk_create(clauses)
    ClauseUnit.objects.bulk_create(tree.units)
    Mention.objects.bulk_create(tree.mentions)
    Measure.objects.bulk_create(tree.measures)
    Finding.objects.bulk_create(tree.findings)


@transaction.atomic
def withdraw(version: PlanVersion, *, reason: str, by: User, at: datetime) -> PlanVersion:
    """Take back a version that was never adopted; it stays on record. Raises NotWaiting, Unsaid."""
    role = by.acting(Permission.IMPORT_PLAN)
    reason = said(_("撤回原因"), reason, limit=LIMIT)
    version = _waiting(version)
    before = {"state": version.state}
    version.state = PlanVersion.State.WITHDRAWN
    version.save(update_fields=["state"])
    after = {"state": version.state}
    trail.record("plan.withdraw", by=by, at=at, role=role, subject=version, before=before, after=after, reason=reason)
    return version


@transaction.atomic
def adopt(version: PlanVersion, *, by: User, at: datetime) -> PlanVersion:
    """Put a version in force in place of the earlier one.

    Raises NotWaiting, Overtaken; OwnImport for the person who imported it.
    """
    role = by.acting(Permission.ADOPT_PLAN)
    version = _waiting(version)
    if version.imported_by_id == by.pk:
        raise OwnImport(title=version.title, number=version.number, person=by.full_name)
    earlier = PlanVersion.objects.in_force().filter(plan=version.plan_id).first()
    if earlier and earlier.number > version.number:
        raise Overtaken(title=version.title, number=version.number, later=earlier.number)
    if earlier:
        _supersede(earlier, version, role=role, by=by, at=at)
    before = {"state": version.state}
    version.state, version.adopted_by, version.adopted_at = PlanVersion.State.ADOPTED, by, at
    version.save(update_fields=["state", "adopted_by", "adopted_at"])
    after = {"state": version.state}
    trail.record("plan.adopt", by=by, at=at, role=role, subject=version, before=before, after=after)
    return version


def _supersede(earlier: PlanVersion, version: PlanVersion, *, role: str, by: User, at: datetime) -> None:
    before = {"state": earlier.state}
    earlier.state = PlanVersion.State.SUPERSEDED
    earlier.save(update_fields=["state"])
    after = {"state": earlier.state, "by": version.number}
    trail.record("plan.supersede", by=by, at=at, role=role, subject=earlier, before=before, after=after)


def _waiting(version: PlanVersion) -> PlanVersion:
    """The version as it stands now, locked by way of its plan. Raises NotWaiting."""
    _locked(version.plan)
    found = PlanVersion.objects.select_related("plan").get(pk=version.pk)
    if found.state != PlanVersion.State.PROPOSED:
        raise NotWaiting(title=found.title, number=found.number, state=found.get_state_display())
    return found


@transaction.atomic
def record_correction(finding: Finding, *, text: str, source: str, by: User, at: datetime) -> Correction:
    """Set beside a doubtful place what the office holds to be right, and where that stands. Raises Unsaid, TooLong."""
    role = by.acting(Permission.CORRECT_PLAN)
    correction = Correction.objects.create(
        finding=finding,
        text=said(_("应为"), text, limit=LIMIT),
        source=said(_("依据"), source, limit=LIMIT),
        made_by=by,
        made_at=at,
    )
    after = {"finding": finding.code, "at": finding.char_start, "text": correction.text}
    trail.record(
        "plan.correct", by=by, at=at, role=role, subject=finding.version, after=after, reason=correction.source
    )
    return correction


def load_known_papers() -> None:
    """Put the bundled register of papers into the database; what is there already stays as it is."""
    known = set(KnownPaper.objects.values_list("number", flat=True))
    KnownPaper.objects.bulk_create(
        KnownPaper(
            number=row.number,
            title=row.title,
            issued_on=row.issued_on,
            source=row.source,
            confidence=row.confidence,
        )
        for row in package_data.known_papers()
        if row.number not in known
    )
