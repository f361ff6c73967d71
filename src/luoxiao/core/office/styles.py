"""What a .docx says about paragraphs and runs in its styles rather than in place."""

from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from luoxiao.core.office import wordml

_GENERATIONS = 20  # styles are based on styles; a circle ends here


@dataclass(frozen=True)
class Style:
    """What decides which text is read and how it is numbered; None and empty text where the style is silent."""

    name: str = ""
    based_on: str = ""
    list_id: str = ""
    level: str = ""
    names_list: str = ""  # the style, this or an ancestor, that the list is written in
    is_hidden: bool | None = None
    is_contents: bool = False  # lines of a table of contents


class Styles:
    """Styles by their identifiers, each with what it takes over from its ancestors."""

    def __init__(self, root: Element | None = None) -> None:
        elements = [] if root is None else [each for each in root if wordml.name(each) == "style"]
        own = {wordml.attribute(each, "styleId"): _style(each) for each in elements}
        self._styles = {style_id: _inherited(style_id, own) for style_id in own}
        self.default = next((wordml.attribute(each, "styleId") for each in elements if _is_default(each)), "")
        self.lists = {
            wordml.attribute(each, "styleId"): wordml.value(each, "pPr", "numPr", "numId")
            for each in elements
            if wordml.attribute(each, "type") == "numbering"
        }

    def __getitem__(self, style_id: str) -> Style:
        return self._styles.get(style_id, _SILENT)


_SILENT = Style()


def _inherited(style_id: str, own: dict[str, Style]) -> Style:
    """The style, completed by its ancestors, the nearest first."""
    style = own[style_id]
    ancestor = style
    for _ in range(_GENERATIONS):
        if ancestor.based_on not in own:
            break
        ancestor = own[ancestor.based_on]
        style = _completed(style, ancestor)
    return style


def _completed(style: Style, ancestor: Style) -> Style:
    if not style.list_id:
        style = replace(style, list_id=ancestor.list_id, level=ancestor.level, names_list=ancestor.names_list)
    hidden_too = ancestor.is_hidden if style.is_hidden is None else style.is_hidden
    return replace(style, is_hidden=hidden_too, is_contents=style.is_contents or ancestor.is_contents)


def _is_default(element: Element) -> bool:
    return wordml.attribute(element, "type") == "paragraph" and wordml.attribute(element, "default") in ("1", "true")


def _style(element: Element) -> Style:
    name = wordml.value(element, "name")
    return Style(
        name=name,
        based_on=wordml.value(element, "basedOn"),
        list_id=wordml.value(element, "pPr", "numPr", "numId"),
        level=wordml.value(element, "pPr", "numPr", "ilvl"),
        names_list=wordml.attribute(element, "styleId"),
        is_hidden=hidden(wordml.child(element, "rPr")),
        is_contents=name.lower().startswith("toc "),
    )


def hidden(properties: Element | None) -> bool | None:
    """Whether these run properties hide the text; None where they are silent."""
    if properties is None or wordml.child(properties, "vanish") is None:
        return None
    return wordml.is_on(properties, "vanish")
