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
