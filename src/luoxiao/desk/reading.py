"""What addresses and forms send, read as values. Nothing that is sent here can break a page."""

from dataclasses import fields, replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest

DIGITS = 18  # as many as every 64-bit id has room for


def number(said: str | None) -> int | None:
    """A whole number without sign, or None for anything else: other signs, other digits, too many of them."""
    return int(said) if said and said.isascii() and said.isdecimal() and len(said) <= DIGITS else None


def refuse_nul(request: HttpRequest) -> None:
    """A NUL is no character of any text, and PostgreSQL stores none. Raises BadRequest."""
    sent = (request.GET, request.POST)
    if any("\0" in text for values in sent for name in values for text in (name, *values.getlist(name))):
        raise BadRequest("NUL in what was sent")


def narrowed(filters: Any, **other: str) -> str:
    """The query of an address from ? on that narrows a list like these filters, save for what is said otherwise.

    `filters` is a dataclass of texts; empty ones are left out, and so is the ? where nothing is left.
    """
    changed = replace(filters, **other)
    said = urlencode({field.name: value for field in fields(changed) if (value := getattr(changed, field.name))})
    return f"?{said}" if said else ""
