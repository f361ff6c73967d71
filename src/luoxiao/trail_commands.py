"""`luoxiao trail …`: seal, verify, export, anchor."""

import argparse
from pathlib import Path

from luoxiao.console import Commands, add, refuse, start_django


def add_to(commands: Commands) -> None:
    """The sub-commands of `luoxiao trail`."""
    add(commands, "verify", verify, "逐条校验")
    add(commands, "seal", seal, "封存尚未封存的记录")
    export_ = add(commands, "export", export, "导出已封存的留痕，供 verify_trail.py 独立校验")
    export_.add_argument("file", type=Path)
    anchor_ = add(commands, "anchor", anchor, "把最末一环记到另一块磁盘或另一台主机上的文件末尾，没有这个文件就建立")
    anchor_.add_argument("file", type=Path)


def verify(arguments: argparse.Namespace) -> int:
    """Recompute every link."""
    start_django()
    from luoxiao.core import trail

    verdict = trail.verify()
    if not verdict.sound:
        return refuse(f"第 {verdict.broken_at} 条与留痕不符，从这一条起不可信。立即封存数据库并报告。")
    print(f"校验 {verdict.checked} 条，环环相扣；待封存 {verdict.unsealed} 条。最末一环 {verdict.head}")
    return 0


def seal(arguments: argparse.Namespace) -> int:
    """What the clock does every ten seconds."""
    start_django()
    from luoxiao.clock import jobs

    print(f"封存 {jobs.tick()} 条。")
    return 0


def export(arguments: argparse.Namespace) -> int:
    """Write the sealed lines; sealing what waits is the clock's."""
    start_django()
    from luoxiao.core import trail_export

    try:
        with arguments.file.open("w", encoding="utf-8", newline="\n") as out:
            count = trail_export.write(out)
    except OSError as error:
        return refuse(f"{arguments.file}：{error.strerror}。换一个位置后再试。")
    print(f"导出 {count} 环到 {arguments.file}。校验：python3 verify_trail.py {arguments.file} --anchors 锚点文件")
    return 0


def anchor(arguments: argparse.Namespace) -> int:
    """Append the head now; the clock goes on with the file when LUOXIAO_TRAIL_ANCHOR names it."""
    start_django()
    from django.utils import timezone

    from luoxiao.core import anchoring
    from luoxiao.core.refusals import Refusal

    try:
        arguments.file.touch()
        made = anchoring.append(arguments.file, at=timezone.now())
    except OSError as error:
        return refuse(f"{arguments.file}：{error.strerror}。换一个位置后再试。")
    except Refusal as refusal:
        return refuse(str(refusal))
    print(f"已记第 {made.number} 环。" if made else "最末一环已经记过，或还没有封存的记录，没有再记。")
    return 0
