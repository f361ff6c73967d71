"""The template of each kind of paper: how it is laid out, and the words that its head and foot start from."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from luoxiao.documents.composing import Words
from luoxiao.documents.gongwen import Layout

DATA = files("luoxiao") / "data/paper_kinds.toml"


@dataclass(frozen=True)
class Kind:
    """A kind's layout (form; number left and signer right where `upward`; room for a seal), whether a second person
    checks it before issue, whether it prints the trail's head though it names no figure, and its head and foot as a new
    paper has them."""

    form: Layout
    check: bool
    anchored: bool = False
    upward: bool = False
    sealed: bool = False
    issuer_mark: str = ""
    series: str = ""
    addressee: str = ""
    signature: str = ""
    copied_to: str = ""
    sent_to: str = ""
    body: str = ""

    @property
    def head(self) -> dict[str, str]:
        """Head and foot of a new paper, by name of the word."""
        return {name: getattr(self, name) for name in HEAD}


HEAD = ("issuer_mark", "series", "addressee", "signature", "copied_to", "sent_to")


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its code (Paper.Kind)."""
    return {code: Kind(**said) for code, said in tomllib.loads(DATA.read_text(encoding="utf-8")).items()}


def kind_of(code: str) -> Kind:
    """The template of this kind. Raises KeyError where there is none."""
    return kinds()[code]


def printed_as(code: str, signer: str = "") -> dict[str, Any]:
    """How `composed` lays this kind out; an upward one names its signer."""
    kind = kind_of(code)
    return {"form": kind.form, "sealed": kind.sealed, "signer": signer if kind.upward else None}


def first_words(code: str, *, title: str, body: str, **said: str) -> Words:
    """Words of a new paper of this kind: head and foot of its template, except for those `said`."""
    return Words(title=title, body=body, **(kind_of(code).head | said))
