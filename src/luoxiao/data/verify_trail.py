#!/usr/bin/env python3
"""校验留痕：核对 luoxiao trail export 导出的文件，用 Python 3.9 以上，不需要安装任何东西。

Verifies an export of the trail against itself and against anchors, on the standard library alone. It shares no line
with the program whose trail it checks, so that an auditor can read all of it.

    python3 verify_trail.py EXPORT                        环环相扣吗
    python3 verify_trail.py EXPORT --anchors FILE         与另存的锚点文件相符吗
    python3 verify_trail.py EXPORT --anchor "12 ab34…"    与公文上印的一环相符吗（环号和校验值，空格不计）

An export holds one JSON object a line, in the order of sealing: number, algorithm, digest, and the texts that the
digest covers. digest = H(|algorithm| algorithm |previous| previous |field| field …), each text in UTF-8 after its
length in bytes as eight bytes, the highest first; before the first line `previous` is 64 zeros. What stands only
inside the file can be forged as a whole by whoever made it: anchors are what was printed or kept elsewhere meanwhile.

Exit code: 0 sound, 1 something was found, 2 the call or a file cannot be read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

FIELDS = (
    "id",
    "at",
    "recorded_at",
    "actor_id",
    "actor",
    "role",
    "unit",
    "action",
    "subject_type",
    "subject_id",
    "subject",
    "before",
    "after",
    "reason",
    "result",
    "request_id",
    "address",
)
KEYS = ("number", "algorithm", "digest", *FIELDS)
GENESIS = "0" * 64
ALGORITHMS = ("sha256", "sm3")
TYPES = [int] + [str] * (len(KEYS) - 1)
PAIRS = json.JSONDecoder(object_pairs_hook=tuple)
FIRST, TEXTS = itemgetter(0), itemgetter(*FIELDS)
SHOWN = 20
ANCHOR = re.compile(r"(?<![0-9a-f])(\d+)(?:环，校验值)?[：:\s]+((?:[0-9a-f]{8}\s?){8})(?![0-9a-f])")


def digest_of(algorithm: str, previous: str, texts: Sequence[str]) -> str:
    """The digest of one line, from the digest of the line before it."""
    whole: list[bytes] = []
    for text in (algorithm, previous, *texts):
        data = text.encode()
        whole += len(data).to_bytes(8, "big"), data
    return hashlib.new(algorithm, b"".join(whole)).hexdigest()


def read(line: str) -> dict[str, Any] | None:
    """The object on a line, or None where it does not hold exactly what an export writes, in that order.

    It is read as pairs: a key written twice would else be read as its second value, while a person sees the first.
    """
    try:
        pairs = PAIRS.decode(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(pairs, tuple) or tuple(map(FIRST, pairs)) != KEYS:
        return None
    found = dict(pairs)
    if list(map(type, found.values())) != TYPES or found["algorithm"] not in ALGORITHMS:
        return None
    return found


def check(lines: Iterable[str], anchors: Iterable[tuple[int, str]] = ()) -> tuple[int, str, list[str]]:
    """(how many lines, the last digest, what was found). `anchors` are pairs of number and digest."""
    wanted: dict[int, set[str]] = {}
    for number, digest in anchors:
        wanted.setdefault(number, set()).add(digest)
    faults: list[str] = []
    previous: str | None = GENESIS
    count, expected = 0, 1
    for place, line in enumerate(lines, 1):
        count += 1
        found = read(line.rstrip("\n"))
        if found is None:
            faults.append(f"第 {place} 行不是导出文件的写法，这一行被改过。")
            expected, previous = expected + 1, None
            continue
        number = found["number"]
        if number != expected:
            faults.append(out_of_order(place, number, expected))
        elif previous is not None and digest_of(found["algorithm"], previous, TEXTS(found)) != found["digest"]:
            faults.append(f"第 {number} 环与它的校验值不符：这一条被改过，或前面插入、抽去过记录。")
        for anchor in wanted.pop(number, ()):
            if anchor != found["digest"]:
                faults.append(f"第 {number} 环与另存或印发的锚点不符：锚点是 {anchor}，文件里是 {found['digest']}。")
        expected, previous = number + 1, found["digest"]
    faults += [f"没有第 {number} 环，而锚点里有：末尾的记录被截去。" for number in sorted(wanted)]
    return count, previous or "", faults


def out_of_order(place: int, number: int, expected: int) -> str:
    """What it means that another number stands here than the one that follows."""
    if number > expected:
        missing = f"第 {expected} 环" if number == expected + 1 else f"第 {expected} 至 {number - 1} 环"
        return f"第 {place} 行是第 {number} 环，缺{missing}：记录被抽去，或次序被调换。"
    return f"第 {place} 行又是第 {number} 环，应是第 {expected} 环：记录被插入、重复，或次序被调换。"


def anchors_in(text: str) -> list[tuple[int, str]]:
    """Pairs of number and digest: lines of an anchor file, or the sentence that papers print."""
    return [(int(number), re.sub(r"\s", "", digest)) for number, digest in ANCHOR.findall(text)]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="校验留痕的导出文件。")
    parser.add_argument("export", help="luoxiao trail export 导出的文件")
    parser.add_argument("--anchors", action="append", default=[], help="锚点文件，可多次")
    parser.add_argument("--anchor", action="append", default=[], help="公文上印的环号和校验值，可多次")
    given = parser.parse_args(arguments)
    try:
        anchors, unread = known_anchors(given)
        if unread:
            print(f"{unread} 里没有锚点：应是环号和 64 位校验值。", file=sys.stderr)
            return 2
        with open(given.export, encoding="utf-8", newline="\n") as lines:
            count, head, faults = check(lines, anchors)
    except (OSError, UnicodeDecodeError) as error:
        print(f"读不了文件：{error}", file=sys.stderr)
        return 2
    return said(count, head, faults, len(anchors))


def known_anchors(given: argparse.Namespace) -> tuple[list[tuple[int, str]], str]:
    """All anchors, and where none was found in a place that should hold some, that place."""
    found: list[tuple[int, str]] = []
    for place in given.anchors:
        with open(place, encoding="utf-8") as file:
            more = anchors_in(file.read())
        if not more:
            return [], place
        found += more
    for text in given.anchor:
        more = anchors_in(text)
        if not more:
            return [], text
        found += more
    return found, ""


def said(count: int, head: str, faults: list[str], anchored: int) -> int:
    """Print what was found; the exit code."""
    if faults:
        print(f"读了 {count} 行，{len(faults)} 处不符，从第一处起不可信：")
        for fault in faults[:SHOWN]:
            print(f"  {fault}")
        if len(faults) > SHOWN:
            print(f"  等 {len(faults)} 处")
        return 1
    print(f"校验 {count} 环，环环相扣，与 {anchored} 个锚点相符。最末一环 {head or '没有'}")
    if not anchored:
        print("没有核对锚点：整个文件若从头重做，只有锚点能查出。锚点印在每份公文的数据来源表下。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
