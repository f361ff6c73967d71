"""The command `luoxiao`. Only the parts a call needs are imported, so that parsing starts at once."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from luoxiao import trail_commands
from luoxiao.console import Commands, Run
from luoxiao.console import add as _add
from luoxiao.console import refuse as _refuse
from luoxiao.console import start_django as _start_django


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what it says, 1 when it refused, 2 for a wrong call."""
    arguments = _parser().parse_args(argv)
    run: Run = arguments.run
    return run(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="luoxiao", description="从方案原文到任务、报送和公文。")
    commands = _commands(parser)
    _plan(_commands(commands.add_parser("plan", help="解析或导入方案")))
    _figures(_commands(commands.add_parser("figures", help="导入或导出指标数据")))
    _funds(_commands(commands.add_parser("funds", help="测算、核对资金分配")))
    trail_commands.add_to(_commands(commands.add_parser("trail", help="封存、校验、导出留痕，另存锚点")))
    _account(commands.add_parser("account", help="在本机开设账号并授予角色"))
    _add(commands, "setup", _run_setup, "建立或升级数据库，装入机构和片区")
    _add(commands, "clock", _run_clock, "按时封存留痕、提醒报送，直到停止")
    for name, run, help_ in (("serve", _run_serve, "启动服务"), ("demo", _run_demo, "装入演练数据并启动")):
        command = _add(commands, name, run, help_)
        command.add_argument("--host", default="127.0.0.1")
        command.add_argument("--port", type=int, default=8000)
        command.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="进程数，默认每核一个")
        if name == "demo":
            command.add_argument("--no-serve", action="store_true", help="只装入，不启动")
    return parser


def _commands(parser: argparse.ArgumentParser) -> Commands:
    return parser.add_subparsers(required=True, metavar="命令")


def _plan(commands: Commands) -> None:
    parse = _add(commands, "parse", _run_parse, "解析方案原文，不保存")
    parse.add_argument("file", type=Path)
    parse.add_argument("--json", action="store_true", help="按约定格式输出 JSON")
    import_ = _add(commands, "import", _run_import, "导入方案，待另一人启用")
    import_.add_argument("file", type=Path)
    import_.add_argument("--by", required=True, help="经办人账号")
    import_.add_argument("--title", default="", help="方案名称，默认取自原文")


def _figures(commands: Commands) -> None:
    load = _add(commands, "load", _run_load, "导入 CSV 或 Excel 数据，要么全部写入，要么一个不写")
    load.add_argument("file", type=Path)
    load.add_argument("--by", required=True, help="经办人账号")
    load.add_argument("--dry-run", action="store_true", help="只列出将有的变化，不写入")
    export = _add(commands, "export", _run_export, "导出全部数据，每行一个数")
    export.add_argument("file", type=Path)
    export.add_argument("--rehearsal", action="store_true", help="导出演练数据")


def _funds(commands: Commands) -> None:
    allocate = _add(commands, "allocate", _run_allocate, "按方案和因素表测算分配，不保存，不用数据库")
    allocate.add_argument("scheme", type=Path, help="分配办法，TOML")
    allocate.add_argument("factors", type=Path, help="因素表，CSV 或 Excel，每行一个地区")
    allocate.add_argument("--json", action="store_true", help="输出 JSON，金额以分计")
    allocate.add_argument("--csv", type=Path, help="另存为 CSV")
    allocate.add_argument("--any-codes", action="store_true", help="不核对区划代码，用于乡镇和村")
    verify = _add(commands, "verify", _run_verify_split, "重算存下的分配，看是否相符")
    verify.add_argument("kept", metavar="RUN", help="测算稿的编号，或如 2012-2：2012 年第二批定案的一稿")
    verify.add_argument("--fund", default="lottery", help="资金代码，用于 2012-2 的写法")
    verify.add_argument("--rehearsal", action="store_true", help="演练资金的批次，用于 2012-2 的写法")
    reconcile = _add(commands, "reconcile", _run_reconcile, "核对公布的分配表，各列各行相加到分")
    reconcile.add_argument("file", type=Path)


def _account(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_run_account)
    parser.add_argument("username")
    parser.add_argument("--name", required=True, help="姓名")
    parser.add_argument("--role", action="append", default=[], help="角色代码，可多次")
    parser.add_argument("--unit", default="", help="单位全称、简称或别名")


def _run_parse(arguments: argparse.Namespace) -> int:
    from luoxiao.core.office.refused import Refused
    from luoxiao.core.office.text import extract_text
    from luoxiao.plan.parse import Unreadable, parse, schema, summary

    try:
        parsed = parse(extract_text(arguments.file.read_bytes(), arguments.file.name).text, **_bundled_knowledge())
    except OSError as error:
        return _refuse(f"{arguments.file}：{error.strerror}。核对文件名后再试。")
    except (Refused, Unreadable) as error:
        return _refuse(f"{arguments.file}：{_sentence(error)}")
    if arguments.json:
        print(json.dumps(schema.to_json(parsed), ensure_ascii=False, indent=1))
    else:
        print(summary.lines(parsed))
    return 0


def _bundled_knowledge() -> dict[str, Any]:
    """Names of units and papers that come with the package, without a database."""
    from luoxiao.core import package_data

    units = {name for unit in package_data.units() for name in (unit.name, unit.short_name)}
    units |= {alias.alias for alias in package_data.unit_aliases()}
    return {"known_units": units, "known_papers": {paper.title: paper.number for paper in package_data.known_papers()}}


def _sentence(error: Any) -> str:
    """The office's sentence for a refusal of the file or of its text."""
    _start_django()
    from luoxiao.core import office_wording
    from luoxiao.core.office.refused import Refused
    from luoxiao.plan import wording

    return office_wording.sentence(error) if isinstance(error, Refused) else wording.unreadable(error)


def _run_import(arguments: argparse.Namespace) -> int:
    _start_django()
    from luoxiao.core.refusals import Refusal
    from luoxiao.desk.intake import propose_file
    from luoxiao.organisations.models import User

    by = User.objects.filter(username=arguments.by).first()
    if by is None:
        return _refuse(f"没有账号“{arguments.by}”，没有导入。")
    try:
        content = arguments.file.read_bytes()
        version = propose_file(content, name=arguments.file.name, title=arguments.title, by=by)
    except OSError as error:
        return _refuse(f"{arguments.file}：{error.strerror}。核对文件名后再试。")
    except Refusal as refusal:
        return _refuse(str(refusal))
    print(f"已导入《{version.title}》第 {version.number} 版，待另一人启用。")
    return 0


def _run_load(arguments: argparse.Namespace) -> int:
    _start_django()
    from luoxiao.core import clock
    from luoxiao.core.refusals import Refusal
    from luoxiao.indicators.actions import FaultyFile, load_file
    from luoxiao.indicators.wording.loading import fault
    from luoxiao.organisations.models import User
    from luoxiao.organisations.roles import Permission

    by = User.objects.filter(username=arguments.by).first()
    if by is None or not by.may(Permission.LOAD_FIGURES):
        return _refuse(f"没有可以导入数据的账号“{arguments.by}”，没有导入。")
    file = arguments.file
    try:
        report = load_file(file.read_bytes(), file.name, dry_run=arguments.dry_run, by=by, at=clock.now())
    except OSError as error:
        return _refuse(f"{file}：{error.strerror}。核对文件名后再试。")
    except FaultyFile as faulty:
        return _refuse("\n".join([*map(fault, faulty.faults[:100]), f"共 {len(faulty.faults)} 处错误，没有写入。"]))
    except Refusal as refusal:
        return _refuse(str(refusal))
    done = "将新增" if arguments.dry_run else "新增"
    counts = f"{done} {report.new} 个，改动 {len(report.changed)} 个，另一来源 {report.contested} 个"
    print(f"读出 {report.rows} 个数：{counts}，不变 {report.unchanged} 个。")
    return 0


def _run_export(arguments: argparse.Namespace) -> int:
    _start_django()
    from luoxiao.indicators import exporting

    try:
        with arguments.file.open("w", encoding="utf-8-sig", newline="") as out:
            count = exporting.write(out, rehearsal=arguments.rehearsal)
    except OSError as error:
        return _refuse(f"{arguments.file}：{error.strerror}。换一个位置后再试。")
    print(f"导出 {count} 个数到 {arguments.file}。")
    return 0


def _run_allocate(arguments: argparse.Namespace) -> int:
    from luoxiao.core.office.refused import Refused
    from luoxiao.funds import printing, schemes
    from luoxiao.funds.allocation import Faults, allocate

    reading = arguments.scheme
    try:
        scheme = schemes.read_scheme(reading.read_text(encoding="utf-8-sig"))
        reading = arguments.factors
        regions = _regions(reading, scheme, any_codes=arguments.any_codes)
        found = allocate(scheme, regions)
        if arguments.csv:
            reading = arguments.csv
            reading.write_bytes(_csv(printing.HEADER, printing.rows(found)))
    except OSError as error:
        return _refuse(f"{reading}：{error.strerror}。核对文件名后再试。")
    except UnicodeDecodeError:
        return _refuse(f"{reading}：不是 UTF-8 文字。另存为 UTF-8 后再试。")
    except Refused as error:
        return _refuse(f"{reading}：{_sentence(error)}")
    except Faults as wrong:
        return _refuse(_all_faults(reading, wrong))
    if arguments.json:
        plain = printing.to_json(found, schemes.digest(scheme, regions, found))
        print(json.dumps(plain, ensure_ascii=False, indent=1))
    else:
        print("\n".join(printing.lines(found)))
    return 0


def _regions(file: Path, scheme: Any, *, any_codes: bool) -> Any:
    """The regions of a factor table; codes are those of 2012 unless any will do."""
    from luoxiao.core import package_data
    from luoxiao.core.office.sheets import read_tables
    from luoxiao.funds.schemes import read_factors

    table = read_tables(file.read_bytes(), file.name)[0]
    if any_codes:
        return read_factors(table.rows, scheme, formulas=table.formulas)
    known = {region.code_2012: region.name_2012 for region in package_data.regions()}
    instead = {region.code_now: region.code_2012 for region in package_data.regions()}
    return read_factors(table.rows, scheme, known=known, instead=instead, formulas=table.formulas)


def _csv(header: Sequence[str], rows: Any) -> bytes:
    from luoxiao.core import csv_files

    return csv_files.write(header, rows)


def _all_faults(file: Path, wrong: Any) -> str:
    _start_django()
    from luoxiao.funds.wording.faults import said

    return "\n".join([f"{file}：", *map(said, wrong.faults[:100]), f"共 {len(wrong.faults)} 处，没有测算。"])


def _run_reconcile(arguments: argparse.Namespace) -> int:
    _start_django()
    from luoxiao.core import office_wording
    from luoxiao.core.office.refused import Refused
    from luoxiao.core.office.sheets import read_tables
    from luoxiao.funds import published, reporting
    from luoxiao.funds.amount_tables import Faulty
    from luoxiao.funds.wording.amounts import said

    file = arguments.file
    try:
        split = published.read(read_tables(file.read_bytes(), file.name)[0])
    except OSError as error:
        return _refuse(f"{file}：{error.strerror}。核对文件名后再试。")
    except Refused as refused:
        return _refuse(f"{file}：{office_wording.sentence(refused)}")
    except Faulty as faulty:
        return _refuse("\n".join([*map(said, faulty.faults[:100]), f"共 {len(faulty.faults)} 处错误，没有核对。"]))
    found = published.check(split)
    print("\n".join(reporting.lines(split, found)))
    return 0 if found.holds else 1


def _run_verify_split(arguments: argparse.Namespace) -> int:
    _start_django()
    from luoxiao.funds import verifying
    from luoxiao.funds.wording.verifying import said, standing

    run = verifying.kept_run(arguments.kept, fund=arguments.fund, rehearsal=arguments.rehearsal)
    if run is None:
        return _refuse(f"没有测算稿“{arguments.kept}”。写测算稿的编号，或如 2012-2 写已定案的批次。")
    verdict = verifying.verify(run)
    if not verdict.follows:
        count = len(verdict.differences)
        return _refuse("\n".join([f"{run}有 {count} 处不符：", *map(said, verdict.differences)]))
    print(standing(verdict))
    return 0


def _run_setup(arguments: argparse.Namespace) -> int:
    _start_django()
    from luoxiao import installation

    installation.prepare()
    print("数据库已就绪。用 luoxiao account 开设三类管理员的账号。")
    return 0


def _run_account(arguments: argparse.Namespace) -> int:
    _start_django()
    from luoxiao import installation
    from luoxiao.core.refusals import Refusal

    try:
        password = installation.first_account(
            arguments.username, name=arguments.name, roles=arguments.role, unit=arguments.unit
        )
    except Refusal as refusal:
        return _refuse(str(refusal))
    print(f"账号 {arguments.username}，登录后须先改密码；首次密码 {password}")
    return 0


def _run_clock(arguments: argparse.Namespace) -> int:
    _start_django()
    from luoxiao.clock import jobs

    jobs.run(lambda problem: print(problem, file=sys.stderr))
    return 0


def _run_serve(arguments: argparse.Namespace) -> int:
    _start_django()
    from luoxiao import installation, server

    installation.prepare()
    server.serve(arguments.host, arguments.port, arguments.workers)
    return 0


def _run_demo(arguments: argparse.Namespace) -> int:
    from luoxiao import rehearsal

    try:
        newly_marked = rehearsal.choose_day()
    except rehearsal.RealInstallation as real:
        return _refuse(f"{real} 里是正式数据，没有装入演练数据。换一个 LUOXIAO_HOME 再试。")
    _start_django()
    from luoxiao import installation, server
    from luoxiao.core.refusals import Refusal
    from luoxiao.rehearsal import loading

    installation.prepare()
    try:
        loading.load()
    except Refusal as refusal:
        if newly_marked:
            newly_marked.unlink()
        return _refuse(str(refusal))
    print(rehearsal.announcement(f"http://{arguments.host}:{arguments.port}"), flush=True)
    if not arguments.no_serve:
        server.serve(arguments.host, arguments.port, arguments.workers)
    return 0
