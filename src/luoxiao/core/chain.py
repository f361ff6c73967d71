"""The arithmetic of the tamper-evident trail. Pure; the auditor's verifier recomputes exactly this."""

import hashlib
from collections.abc import Iterable

GENESIS = "0" * 64


def digest(algorithm: str, previous: str, fields: Iterable[str]) -> str:
    """Link one entry to the entry before it.

    Each field is preceded by its length in bytes, so that text moved from one field to the next changes the digest.
    `algorithm` is any name hashlib knows (sha256 by default, sm3 where an assessment asks for it).
    """
    whole: list[bytes] = []
    for field in (algorithm, previous, *fields):
        data = field.encode()
        whole += len(data).to_bytes(8, "big"), data
    return hashlib.new(algorithm, b"".join(whole)).hexdigest()
