"""The parts of a .docx or .xlsx and how they refer to each other (ECMA-376 part 2)."""

import io
import posixpath
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from luoxiao.core.office import markup, preflight
from luoxiao.core.office.refused import Code, Refused


class Package:
    """A container that has passed the preflight. Only parts that it looked through, those named .xml, are read."""

    def __init__(self, content: bytes, audit: markup.Audit | None = None) -> None:
        preflight.check(content, audit)
        self._parts = ZipFile(io.BytesIO(content))
        self._names = set(self._parts.namelist())
        self.main = self._related("", "officeDocument")
        if not self.main:
            raise Refused(Code.NO_DOCUMENT)

    @property
    def is_all_xml(self) -> bool:
        """Whether the preflight has seen every part from inside."""
        return all(name.lower().endswith((".xml", ".rels")) for name in self._names)

    def bytes_of_main(self) -> bytes:
        """The document itself, to be read in pieces."""
        return self._parts.read(self.main)

    def root_of_main(self) -> Element:
        """The document itself, where it is small."""
        return self._root(self.main)

    def parts_of_main(self) -> dict[str, str]:
        """By the id of a relation of the document the name of the part that it means."""
        folder, name = posixpath.split(self.main)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self._names:
            return {}
        found = {relation.get("Id", ""): relation.get("Target", "") for relation in self._root(relations)}
        return {key: _path(folder, target) for key, target in found.items()}

    def properties(self) -> dict[str, str]:
        """What the document says about itself in custom properties that hold text (ECMA-376 part 1, 15.2.12.2)."""
        part = self._related("", "custom-properties")
        listed = self._root(part) if part else ()
        return {entry.get("name", ""): "".join(entry.itertext()) for entry in listed}

    def related(self, kind: str) -> Element | None:
        """The part that the document uses as its `styles`, `numbering`, `footnotes` …"""
        part = self._related(self.main, kind)
        return self._root(part) if part else None

    def _related(self, part: str, kind: str) -> str:
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self._names:
            return ""
        for relation in self._root(relations):
            if relation.get("Type", "").rpartition("/")[2] == kind and relation.get("TargetMode") != "External":
                target = _path(folder, relation.get("Target", ""))
                return target if target in self._names and target.lower().endswith(".xml") else ""
        return ""

    def _root(self, part: str) -> Element:
        return ElementTree.fromstring(self._parts.read(part))  # noqa: S314 - the preflight refuses every DTD


def _path(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target))[1:]
