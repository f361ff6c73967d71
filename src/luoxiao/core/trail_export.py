"""The sealed trail as a file that anybody verifies without us: data/verify_trail.py reads exactly this."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import TextIO

from luoxiao.core import trail


def lines() -> Iterator[str]:
    """One JSON object a sealed event, in the order of sealing: its seal, and the texts that the seal covers."""
    for link in trail.links():
        seal = {"number": link.number, "algorithm": link.algorithm, "digest": link.digest}
        line = seal | dict(zip(trail.FIELDS, link.fields, strict=True))
        yield json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"


def write(out: TextIO) -> int:
    """Write all lines; say how many."""
    count = 0
    for line in lines():
        out.write(line)
        count += 1
    return count


def verifier() -> bytes:
    """The one-file verifier that is handed to the auditor."""
    return (files("luoxiao") / "data" / "verify_trail.py").read_bytes()
