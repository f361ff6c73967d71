"""A look into a .docx without python-docx: its parts as XML, and parts changed on purpose."""

import io
import re
import zipfile
from functools import cached_property

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Element = etree._Element


class Package:
    """The parts of a .docx."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}

    def part(self, name: str) -> Element:
        return etree.fromstring(self.files[f"word/{name}.xml"])

    @cached_property
    def document(self) -> Element:
        return self.part("document")

    @cached_property
    def body(self) -> list[Element]:
        """Paragraphs and tables of the text."""
        return [child for child in self.document[0] if not child.tag.endswith("sectPr")]

    @cached_property
    def styles(self) -> dict[str, Element]:
        return {style.get(W + "styleId") or "": style for style in self.part("styles").iter(W + "style")}

    def place(self, words: str) -> int:
        """Where in the body the first paragraph that starts with these words is."""
        return next(place for place, made in enumerate(self.body) if said(made).startswith(words))


def said(made: Element) -> str:
    """The words of a paragraph, without those in a text box."""
    return "".join(piece.text or "" for piece in made.iterfind(f"{W}r/{W}t"))


def value(made: Element, path: str, name: str = "val") -> str | None:
    """An attribute of the element at w:a/w:b, or None."""
    found = made.find("/".join(W + tag for tag in path.split("/")))
    return None if found is None else found.get(W + name)


def changed(data: bytes, part: str, pattern: str, by: str) -> bytes:
    """The file with one part changed; an assertion that there was something to change."""
    package = Package(data)
    name = f"word/{part}.xml"
    text, count = re.subn(pattern, by, package.files[name].decode(), flags=re.DOTALL)
    assert count, f"{pattern} is not in {part}"
    package.files[name] = text.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for file, content in package.files.items():
            archive.writestr(file, content)
    return out.getvalue()
