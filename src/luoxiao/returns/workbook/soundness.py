"""Texts that may stand in a workbook: XML knows no control characters, and not every writer takes them out."""

import re
from dataclasses import fields, replace
from typing import Any, TypeVar

from luoxiao.returns.form import Check, Form, Identity, Line

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Texts = TypeVar("Texts", Form, Line, Check, Identity)


def sound(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def sound_texts(said: Texts) -> Texts:
    """The same with sound texts in all of its own fields."""
    own = {each.name: getattr(said, each.name) for each in fields(said)}
    texts: dict[str, Any] = {name: sound(value) for name, value in own.items() if type(value) is str}
    return replace(said, **texts)


def sound_form(form: Form) -> Form:
    """The form with sound texts throughout."""
    lines, checks = tuple(map(sound_texts, form.lines)), tuple(map(sound_texts, form.checks))
    return sound_texts(replace(form, lines=lines, checks=checks))
