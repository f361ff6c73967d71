"""Puts the funds that come with the product into the database (clauses 三(一), 四(二))."""

import tomllib
from importlib.resources import files
from typing import Any

from django.db import transaction

from luoxiao.funds.models import Fund
from luoxiao.organisations.models import Area, Unit

DATA = files("luoxiao") / "data/funds.toml"


@transaction.atomic
def load(*, rehearsal: bool = False) -> None:
    """Each fund once; one that is there already stays as the office has set it. A rehearsal has rows of its own."""
    for said in tomllib.loads(DATA.read_text(encoding="utf-8"))["fund"]:
        Fund.objects.get_or_create(code=said["code"], is_rehearsal=rehearsal, defaults=_columns(said))


def _columns(said: dict[str, Any]) -> dict[str, Any]:
    plain = ("name", "clause_path", "purpose", "eligible_kinds", "eligible_basis", "promised_from", "promised_to")
    return {name: said[name] for name in plain} | {
        "area": Area.objects.get(number=said["area_number"]),
        "manager": Unit.objects.get(code=said["manager"]),
        "promised_fen": int(said["promised_yuan"]) * 100,
    }
