"""The template environment: undefined names fail, everything is escaped, addresses of static files carry a hash."""

from datetime import date, datetime
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from luoxiao.core import money
from luoxiao.core.wording import month_day, period_words, quarter
from luoxiao.desk import shell, words

WRITTEN_IN = settings.LANGUAGE_CODE


def environment(**options: Any) -> Environment:
    """Made once by Django's Jinja2 backend."""
    chosen = options | {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**chosen | {"autoescape": True}, extensions=["jinja2.ext.i18n"])  # noqa: S701 - it is set
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=sentence, ngettext=translation.ngettext, newstyle=True
    )
    made.globals |= {
        "static": hashed_static,
        "drawn_icon": icon,
        "drawn_shape": shape,
        "url": address,
        "words": words,
        "shell": shell,
        "language": translation.get_language,
    }
    made.filters |= {"day": day, "month_day": month_day, "quarter": quarter, "period": period_words, "moment": moment}
    made.filters |= {"wan": money.wan, "yuan": money.yuan, "signed_wan": money.signed_wan, "percent": money.percent}
    return made


@cache
def hashed_static(path: str) -> str:
    """The address of a static file with the hash of its content, so that browsers may keep it for a year."""
    found = finders.find(path)
    if not found:
        raise ValueError(f"no static file {path}")
    with open(found, "rb") as file:
        return f"{static(path)}?v={sha256(file.read()).hexdigest()[:12]}"


@cache
def icon(name: str, css_class: str = "i") -> Markup:
    """An icon of the sprite, hidden from readers: words stand beside it. A list draws hundreds, so it is kept."""
    address = f"{hashed_static('built/icons.svg')}#{name}"
    return Markup('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>').format(css_class, address)


@cache
def shape(status: str) -> Markup:
    """The shape of a status, told apart without colour."""
    address = f"{hashed_static('built/icons.svg')}#s-{status}"
    return Markup('<svg viewBox="0 0 12 12" aria-hidden="true"><use href="{}"/></svg>').format(address)


def sentence(message: str) -> str:
    """The sentence in the reader's language. It is written in the default one, where there is nothing to look up."""
    return message if translation.get_language() == WRITTEN_IN else translation.gettext(message)


@lru_cache(2048)
def address(name: str, *args: object) -> str:
    return reverse(name, args=args)


def day(value: date | None) -> str:
    """2012-10-15 in tables; — where there is none (design guide, rules 6 and 9)."""
    return value.isoformat() if value else "—"


def moment(value: datetime | None) -> str:
    return date_format(timezone.localtime(value), "Y-m-d H:i") if value else "—"
