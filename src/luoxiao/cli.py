"""The command `luoxiao`. Only the parts a call needs are imported, so that parsing starts at once."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what it says, 1 when it refused, 2 for a wrong call."""
    arguments = _parser().parse_args(argv)
    return int(arguments.run(arguments))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="luoxiao", description="从方案原文到任务、报送和公文。")
    commands = parser.add_subparsers(required=True, metavar="命令")
    _plan_commands(commands.add_parser("plan", help="解析或导入方案"))
    return parser


def _plan_commands(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="命令")
    parse = commands.add_parser("parse", help="解析方案原文，不保存")
    parse.add_argument("file", type=Path)
    parse.add_argument("--json", action="store_true", help="按约定格式输出 JSON")
    parse.set_defaults(run=_plan_parse)


def _plan_parse(arguments: argparse.Namespace) -> int:
    from luoxiao.core.office.text import extract_text
    from luoxiao.plan.parse import parse
    from luoxiao.plan.parse.schema import to_json

    parsed = parse(extract_text(arguments.file.read_bytes(), arguments.file.name).text)
    json.dump(to_json(parsed), sys.stdout, ensure_ascii=False, indent=1)
    return 0
