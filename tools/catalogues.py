"""The English catalogue: extract the Chinese sentences, compile the translations, check that none is missing.

catalogues.py extract    writes new sentences into locale/en/LC_MESSAGES/django.po, drops those no longer used
catalogues.py compile    makes the .mo that the program reads
catalogues.py check      fails where a sentence has no English, or where places like %(name)s differ
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "src/luoxiao"
PO = PACKAGE / "locale/en/LC_MESSAGES/django.po"
METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"templates/**.html": {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}}
KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]")
HAN = re.compile(r"[\u4e00-\u9fff]")


def main(what: str) -> int:
    if what == "extract":
        _write(_merged())
    elif what == "compile":
        with PO.with_suffix(".mo").open("wb") as file:
            write_mo(file, _read())
    elif what == "check":
        problems = list(faults(_used(), _read()))
        print("\n".join(problems) or "English catalogue complete")
        return bool(problems)
    return 0


def faults(used: set[str], catalogue: Catalog) -> Iterator[str]:
    """What is wrong with the catalogue, a line each."""
    known = {str(message.id): message for message in catalogue if message.id}
    yield from (f"not in the catalogue: {sentence}" for sentence in sorted(used - known.keys()))
    yield from (f"no longer used: {sentence}" for sentence in sorted(known.keys() - used))
    for sentence in sorted(used & known.keys()):
        yield from _faults_of(sentence, str(known[sentence].string or ""), known[sentence].fuzzy)


def _faults_of(sentence: str, english: str, fuzzy: bool) -> Iterator[str]:
    if not english or fuzzy:
        yield f"no English: {sentence}"
    elif sorted(PLACE.findall(sentence)) != sorted(PLACE.findall(english)):
        yield f"places differ: {sentence} | {english}"


def _used() -> set[str]:
    """Every sentence that the program may show, from code and templates."""
    found = extract_from_dir(str(PACKAGE), METHODS, OPTIONS, keywords=KEYWORDS)
    return {text for _, _, message, _, _ in found for text in _texts(message)}


def _texts(message: Any) -> list[str]:
    return [message] if isinstance(message, str) else [text for text in message if text]


def _read() -> Catalog:
    if not PO.exists():
        return Catalog(locale="en")
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def _merged() -> Catalog:
    """What is used, with the English that is known; sorted, without places or dates that would churn."""
    before = {str(message.id): str(message.string or "") for message in _read() if message.id}
    made = Catalog(locale="en", charset="utf-8")
    for sentence in sorted(_used()):
        made.add(sentence, before.get(sentence, ""))
    return made


def _write(catalogue: Catalog) -> None:
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalogue, width=0, omit_header=False, sort_output=True)
    text = PO.read_text(encoding="utf-8")
    kept = [
        line
        for line in text.splitlines()
        if not re.match(r'"(POT?-|Generated-By|Project-Id|Report-|Last-|Language-Team)', line)
    ]
    PO.write_text("\n".join(line for line in kept if not line.startswith("# ")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
