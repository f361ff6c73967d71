"""Reading WordprocessingML: elements by their local name, in the transitional and in the strict namespace alike."""

from xml.etree.ElementTree import Element

_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_OFF = {"0", "false", "off", "none"}


def name(element: Element) -> str:
    """`p`, `r`, `t` … for Word's own elements, the full name with its namespace for all others."""
    tag = element.tag
    namespace, brace, local = tag.rpartition("}")
    return local if namespace + brace in _NAMESPACES else tag


def attribute(element: Element, local: str, default: str = "") -> str:
    """An attribute by its local name."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == local), default)


def child(element: Element, *path: str) -> Element | None:
    """The first element along this path of names."""
    found: Element | None = element
    for step in path:
        found = next((each for each in found if name(each) == step), None) if found is not None else None
    return found


def value(element: Element, *path: str, default: str = "") -> str:
    """The `val` of the first element along this path of names."""
    found = child(element, *path)
    return default if found is None else attribute(found, "val", default)


def number(text: str, default: int) -> int:
    """A whole number of at most nine digits, or the default where a writer left something else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else default


def is_on(element: Element, *path: str) -> bool:
    """Whether a property that is on by its mere presence is on."""
    return child(element, *path) is not None and value(element, *path, default="true") not in _OFF
