"""The words of the room's codes."""

from django.utils.functional import Promise

TRAIL: dict[str, str | Promise] = {}
