"""What a .docx says about paragraphs and runs in its styles rather than in place."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from luoxiao.core.office import wordml

_GENERATIONS = 20  # styles are based on styles; a circle ends here


@dataclass(frozen=True)
class Style:
    """The few properties that decide which text is read and how it is numbered; None where the style is silent."""

    name: str
    based_on: str
    list_id: str
    level: str
    is_hidden: bool | None


class Styles:
    """Styles by their identifiers."""

    def __init__(self, root: Element | None = None) -> None:
        elements = [] if root is None else [each for each in root if wordml.name(each) == "style"]
        self._styles = {wordml.attribute(each, "styleId"): _style(each) for each in elements}
        self.default = next((wordml.attribute(each, "styleId") for each in elements if _is_default(each)), "")
        self.lists = {
            wordml.attribute(each, "styleId"): wordml.value(each, "pPr", "numPr", "numId")
            for each in elements
            if wordml.attribute(each, "type") == "numbering"
        }

    def is_hidden(self, style: str) -> bool:
        """Whether the style, or the first of its ancestors that says so, hides its text."""
        return next((each.is_hidden for each in self._line(style) if each.is_hidden is not None), False)

    def is_contents(self, style: str) -> bool:
        """Whether paragraphs of this style are lines of a table of contents."""
        return any(each.name.lower().startswith("toc ") for each in self._line(style))

    def numbered_by(self, style: str) -> tuple[str, str, str]:
        """List, level and the style that names the list; empty text where none does."""
        ancestor = style
        for each in self._line(style):
            if each.list_id:
                return each.list_id, each.level, ancestor
            ancestor = each.based_on
        return "", "", ""

    def _line(self, style: str) -> list[Style]:
        """The style and its ancestors."""
        line: list[Style] = []
        while style in self._styles and len(line) < _GENERATIONS:
            line.append(self._styles[style])
            style = line[-1].based_on
        return line


def _is_default(element: Element) -> bool:
    return wordml.attribute(element, "type") == "paragraph" and wordml.attribute(element, "default") in ("1", "true")


def _style(element: Element) -> Style:
    return Style(
        name=wordml.value(element, "name"),
        based_on=wordml.value(element, "basedOn"),
        list_id=wordml.value(element, "pPr", "numPr", "numId"),
        level=wordml.value(element, "pPr", "numPr", "ilvl"),
        is_hidden=hidden(wordml.child(element, "rPr")),
    )


def hidden(properties: Element | None) -> bool | None:
    """Whether these run properties hide the text; None where they are silent."""
    if properties is None or wordml.child(properties, "vanish") is None:
        return None
    return wordml.is_on(properties, "vanish")
