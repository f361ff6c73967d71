"""Reading WordprocessingML: elements by their local name, in the transitional and in the strict namespace alike."""

from functools import lru_cache
from xml.etree.ElementTree import Element

_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_OFF = {"0", "false", "off", "none"}


def name(element: Element) -> str:
    """`p`, `r`, `t` … for Word's own elements, the full name with its namespace for all others."""
    return _local(element.tag)


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    namespace, brace, local = tag.rpartition("}")
    return local if namespace + brace in _NAMESPACES else tag


def attribute(element: Element, local: str, default: str = "") -> str:
    """An attribute by its local name."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == local), default)


def child(element: Element, *path: str) -> Element | None:
    """The first element along this path of names."""
    for step in path:
        for each in element:
            if _local(each.tag) == step:
                element = each
                break
        else:
            return None
    return element


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
