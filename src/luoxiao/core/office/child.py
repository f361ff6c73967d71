"""The process in which a file from outside is parsed: it limits itself, reads one file, prints one answer, ends.

Called with the path of the file, its kind and the limits as JSON; prints ExtractedText, Book or Refused as JSON.
Or, for many workbooks, called with the limits alone: then it reads one file after the other until its input ends.
"""

import contextlib
import json
import math
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from luoxiao.core.office import plain, tables
from luoxiao.core.office.extracted import ExtractedText
from luoxiao.core.office.kinds import Kind
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused
from luoxiao.core.office.xlsx_look import Memory


def main() -> None:
    """Read the file named on the command line."""
    path, kind, given = sys.argv[-3:]
    limits = Limits(**json.loads(given))
    limit(memory=limits.memory, cpu=limits.cpu)
    _bound(resource.RLIMIT_FSIZE, 0, 0)
    sys.stdout.write(json.dumps(answer(Path(path).read_bytes(), Kind(kind), limits)))


def serve() -> None:
    """Read one file after the other: the length of each comes first, four bytes; answers go out in the same way.

    The limit of processor time counts anew for each file. Whatever ends this process costs only the file it reads.
    """
    limits = Limits(**json.loads(sys.argv[-1]))
    _limit_memory(limits.memory)
    _bound(resource.RLIMIT_FSIZE, 0, 0)
    files, answers, memory = sys.stdin.buffer, sys.stdout.buffer, Memory()
    while size := files.read(4):
        used = resource.getrusage(resource.RUSAGE_SELF)
        _bound(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime) + limits.cpu, resource.RLIM_INFINITY)
        said = json.dumps(answer(files.read(int.from_bytes(size)), Kind.XLSX, limits, memory)).encode()
        answers.write(len(said).to_bytes(4) + said)
        answers.flush()


def answer(content: bytes, kind: Kind, limits: Limits, memory: Memory | None = None) -> dict[str, Any]:
    """What was read, or why not, in what JSON knows."""
    try:
        if kind is Kind.XLSX:
            from luoxiao.core.office import xlsx

            return tables.as_json(xlsx.read(content, limits, memory))
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
    _limit_memory(memory)
    _bound(resource.RLIMIT_CPU, cpu, cpu + 1)  # the first is a signal that tells why, the second the end


def _limit_memory(memory: int) -> None:
    _bound(resource.RLIMIT_AS, memory, memory)
    _bound(resource.RLIMIT_CORE, 0, 0)


def _bound(what: int, soft: int, hard: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of address space
        resource.setrlimit(what, (soft, hard))
