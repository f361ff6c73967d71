"""The writer's small markup and back: a line is a paragraph, its first signs say its level (GB/T 9704-2012, 7.3.3)."""

import re
from collections.abc import Iterable

from .paper import Paragraph, clean

_CHINESE = "[一二三四五六七八九十百零〇]+"
# Round brackets of both widths are read and full-width ones written. 1.5亿元 is an amount, not a heading.
_MARKERS = (
    (1, re.compile(rf"{_CHINESE}、")),
    (2, re.compile(rf"[（(]({_CHINESE})[）)]")),
    (3, re.compile(r"\d{1,3}[.．](?!\d)")),
    (4, re.compile(r"[（(](\d{1,3})[）)]")),
)


def blocks_from_markup(text: str) -> list[Paragraph]:
    """One paragraph for each line that is not blank; 一、（一）1.（1） at its start give levels 1 to 4."""
    lines = (line.strip() for line in clean(text).split("\n"))
    return [_paragraph(line) for line in lines if line]


def markup_from_blocks(blocks: Iterable[Paragraph]) -> str:
    """The text that reads back as these paragraphs."""
    return "\n".join(block.text for block in blocks)


def _paragraph(line: str) -> Paragraph:
    for level, marker in _MARKERS:
        found = marker.match(line)
        if found:
            return Paragraph(level, _full_width(found) + _after(line[found.end() :]))
    return Paragraph(0, line)


def _full_width(marker: re.Match[str]) -> str:
    """The marker as the standard prints it."""
    return f"（{marker[1]}）" if marker.lastindex else marker[0].replace("．", ".")


def _after(rest: str) -> str:
    """The words after a marker, without a gap; before a figure it stays, lest 1. 2012年 become a number."""
    words = rest.lstrip()
    return rest if words[:1].isdigit() else words
