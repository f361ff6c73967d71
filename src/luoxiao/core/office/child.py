"""The process in which a file from outside is parsed: it limits itself, reads one file, prints one answer, ends.

Called with the path of the file, its kind and the limits as JSON; prints ExtractedText or Refused as JSON.
"""

import contextlib
import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from luoxiao.core.office import plain
from luoxiao.core.office.extracted import ExtractedText
from luoxiao.core.office.kinds import Kind
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused


def main() -> None:
    """Read the file named on the command line."""
    path, kind, given = sys.argv[-3:]
    limits = Limits(**json.loads(given))
    limit(memory=limits.memory, cpu=limits.cpu)
    _bound(resource.RLIMIT_FSIZE, 0, 0)
    sys.stdout.write(json.dumps(_answer(Path(path).read_bytes(), Kind(kind), limits)))


def _answer(content: bytes, kind: Kind, limits: Limits) -> dict[str, Any]:
    try:
        return asdict(read(content, kind, limits))
    except Refused as refused:
        return {"code": refused.code, "params": refused.params}
    except MemoryError:
        return {"code": Code.TOO_MUCH_MEMORY, "params": {}}


def read(content: bytes, kind: Kind, limits: Limits) -> ExtractedText:
    """The text of a .docx or a PDF. Only the reader that is needed is loaded. Raises Refused."""
    if kind is Kind.PDF:
        from luoxiao.core.office import pdf

        return plain.checked(pdf.read(content, limits), limits)
    from luoxiao.core.office import docx

    return plain.checked(docx.read(content, limits), limits)


def limit(*, memory: int, cpu: int) -> None:
    """From here on so many bytes of address space and seconds of processor for this process."""
    _bound(resource.RLIMIT_AS, memory, memory)
    _bound(resource.RLIMIT_CPU, cpu, cpu + 1)  # the first is a signal that tells why, the second the end
    _bound(resource.RLIMIT_CORE, 0, 0)


def _bound(what: int, soft: int, hard: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of address space
        resource.setrlimit(what, (soft, hard))
