"""方案条款: the plans with their versions; of one version its doubtful places, its differences, its original file."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from luoxiao.core import files
from luoxiao.desk.downloads import download
from luoxiao.desk.locks import page, person
from luoxiao.desk.plan_comparison import compared, tree_of
from luoxiao.desk.reading import number
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import Clause, Finding, Measure, PlanVersion, PlanVersionQuerySet

PAGE = 50
STATE_SHAPES = {"proposed": "soon", "adopted": "done", "superseded": "idle", "withdrawn": "idle"}


@dataclass(frozen=True)
class Row:
    """A version in the list."""

    version: PlanVersion
    shape: str
    measures: int
    findings: int


@page(Permission.SEE_PLANS)
def plans(request: HttpRequest) -> HttpResponseBase:
    """The versions this person may see, newest first; `before` names the last one seen."""
    before = number(request.GET.get("before"))
    seen = versions(person(request)).defer("text").order_by("-pk")
    found = list(counted(seen.filter(pk__lt=before) if before else seen)[: PAGE + 1])
    context = {
        "rows": [Row(v, STATE_SHAPES[v.state], v.measures_said, v.findings_said) for v in found[:PAGE]],  # type: ignore[attr-defined]
        "next": found[PAGE - 1].pk if len(found) > PAGE else None,
        "may_import": person(request).may(Permission.IMPORT_PLAN),
    }
    return render(request, "desk/plans.html", context)


def versions(user: User) -> PlanVersionQuerySet:
    """What this person may see, with what every page says of a version."""
    seen = PlanVersion.objects.visible_to(user)
    return seen.select_related("plan__area", "imported_by__unit", "adopted_by__unit", "file")


def counted(found: PlanVersionQuerySet) -> PlanVersionQuerySet:
    """With the numbers of measures, doubtful places and parts, counted only for the rows that are shown."""
    return found.annotate(
        measures_said=_count(Measure.objects.all()),
        findings_said=_count(Finding.objects.all()),
        parts_said=_count(Clause.objects.filter(level=1)),
    )


def _count(rows: "QuerySet[Any]") -> Coalesce:
    of_version = rows.filter(version=OuterRef("pk")).order_by().values("version")
    return Coalesce(Subquery(of_version.annotate(n=Count("pk")).values("n")), 0)


@page(Permission.SEE_PLANS)
def findings(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every doubtful place of a version with its corrections, fifty at a time."""
    version = get_object_or_404(versions(person(request)), pk=pk)
    after = number(request.GET.get("after"))
    rows = version.findings.filter(pk__gt=after) if after else version.findings.all()
    rows = rows.select_related("clause").prefetch_related("corrections__made_by").order_by("pk")
    found = list(rows[: PAGE + 1])
    context = {
        "version": version,
        "findings": [(finding, _context(version, finding)) for finding in found[:PAGE]],
        "next": found[PAGE - 1].pk if len(found) > PAGE else None,
        "total": version.findings.count(),
    }
    return render(request, "desk/plan_findings.html", context)


def _context(version: PlanVersion, finding: Finding) -> tuple[str, str, str]:
    """The doubtful words with a little of what stands around them."""
    start, end, text = finding.char_start, finding.char_end, version.text
    return text[max(start - 20, 0) : start], text[start:end][:200], text[end : end + 20]


@page(Permission.SEE_PLANS)
def comparison(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A version beside the version in force of its plan."""
    version = get_object_or_404(versions(person(request)), pk=pk)
    in_force = versions(person(request)).in_force().filter(plan=version.plan_id).exclude(pk=pk)
    old = get_object_or_404(in_force)
    context = {"version": version, "comparison": compared(old, tree_of(version))}
    return render(request, "desk/plan_comparison.html", context)


@page(Permission.SEE_PLANS, cached=False)
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it was received; the kept text where the version came without one."""
    version = get_object_or_404(versions(person(request)), pk=pk)
    if version.file:
        return download(files.read(version.file), name=version.file.name, media_type="application/octet-stream")
    name = f"{version.title}-{version.number}.txt"
    return download(version.text.encode(), name=name, media_type="text/plain; charset=utf-8")
