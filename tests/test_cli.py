"""The command: what it prints, what it refuses, and that a bare call starts at once."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from luoxiao import cli
from luoxiao.core import package_data
from luoxiao.organisations.models import User
from luoxiao.plan.models import PlanVersion
from tests.conftest import make_user

HEAVY = ("django", "lxml", "docx", "jinja2", "pypdfium2")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    place = tmp_path / "plan.txt"
    place.write_text(package_data.luoxiao_plan().text, encoding="utf-8")
    return place


def test_a_plan_is_printed_as_data(plan: Path, capsys: Any) -> None:
    assert cli.main(["plan", "parse", str(plan), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["title"] == package_data.luoxiao_plan().title
    assert {clause["path"] for clause in said["clauses"]} >= {"一", "二/(一)/1", "四/(二)/2", "四/(五)/3"}


def test_a_plan_is_printed_in_words(plan: Path, capsys: Any) -> None:
    assert cli.main(["plan", "parse", str(plan)]) == 0
    said = capsys.readouterr().out
    assert "社会救助司" in said
    assert "中办发〔2011〕27号" in said


def test_the_parser_starts_without_anything_heavy(plan: Path) -> None:
    code = (
        "import sys; from luoxiao.cli import main; main(['plan', 'parse', sys.argv[1], '--json']);"
        f"print(sorted(set(sys.modules) & set({HEAVY!r})), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(plan)], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\x00\x01\x02", "空字符"), (b"PK\x03\x04broken", "压缩包"), ("正文\u202e反向".encode(), "U+202E")],
)
def test_a_hostile_file_is_refused_with_a_sentence(tmp_path: Path, capsys: Any, content: bytes, said: str) -> None:
    place = tmp_path / "bad.txt"
    place.write_bytes(content)
    assert cli.main(["plan", "parse", str(place)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert printed.err.startswith(str(place))


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: Any) -> None:
    assert cli.main(["plan", "parse", str(tmp_path / "none.txt")]) == 1
    assert "none.txt" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_plan_is_imported_and_waits_for_another_person(plan: Path, capsys: Any) -> None:
    make_user("jingban", "office")
    assert cli.main(["plan", "import", str(plan), "--by", "jingban"]) == 0
    assert "待另一人启用" in capsys.readouterr().out
    assert PlanVersion.objects.get().state == PlanVersion.State.PROPOSED


@pytest.mark.django_db
def test_nobody_imports_under_a_name_that_has_no_account(plan: Path, capsys: Any) -> None:
    assert cli.main(["plan", "import", str(plan), "--by", "nobody"]) == 1
    assert "没有账号“nobody”" in capsys.readouterr().err
    assert not PlanVersion.objects.exists()


@pytest.mark.django_db
def test_the_same_plan_is_not_imported_twice(plan: Path, capsys: Any) -> None:
    make_user("jingban", "office")
    cli.main(["plan", "import", str(plan), "--by", "jingban"])
    assert cli.main(["plan", "import", str(plan), "--by", "jingban"]) == 1
    assert "逐字相同" in capsys.readouterr().err
    assert PlanVersion.objects.count() == 1


@pytest.mark.django_db
def test_the_trail_is_sealed_and_verified(capsys: Any) -> None:
    cli.main(["account", "shenji", "--name", "审计", "--role", "audit-administrator"])
    assert cli.main(["trail", "seal"]) == 0
    assert cli.main(["trail", "verify"]) == 0
    assert "校验 1 条" in capsys.readouterr().out


@pytest.mark.django_db
def test_an_account_is_opened_with_a_password_that_is_shown_once(capsys: Any) -> None:
    assert cli.main(["account", "shenji", "--name", "审计", "--role", "audit-administrator"]) == 0
    password = capsys.readouterr().out.split()[-1]
    assert User.objects.get(username="shenji").check_password(password)
    assert cli.main(["account", "shenji", "--name", "审计", "--role", "audit-administrator"]) == 1


def test_a_wrong_call_says_how_it_is_called(capsys: Any) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["plan"])
    assert left.value.code == 2
    assert "usage: luoxiao" in capsys.readouterr().err


@pytest.mark.django_db
def test_figures_are_loaded_whole_or_not_at_all(tmp_path: Path, capsys: Any, at: Any) -> None:
    from tests.indicators.scene import land

    land(at)
    make_user("jingban", "office")
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    header = "code,indicator,period,value,unit,source"
    good.write_text(f"{header}\n990104,people,2011,5,人,演练公报\n", encoding="utf-8")
    bad.write_text(f"{header}\n990104,people,2012,5,人,演练公报\n990104,people,2013,五,人,演练公报\n", encoding="utf-8")
    assert cli.main(["figures", "load", str(good), "--by", "jingban", "--dry-run"]) == 0
    assert "将新增 1 个" in capsys.readouterr().out
    assert cli.main(["figures", "load", str(bad), "--by", "jingban"]) == 1
    assert "第 3 行" in capsys.readouterr().err
    assert cli.main(["figures", "load", str(good), "--by", "jingban"]) == 0
    assert cli.main(["figures", "load", str(good), "--by", "nobody"]) == 1
    assert cli.main(["figures", "export", str(tmp_path / "all.csv")]) == 0
    assert "导出 1 个数" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_trail_is_exported_and_its_verifier_agrees(tmp_path: Path, capsys: Any) -> None:
    cli.main(["account", "shenji", "--name", "审计", "--role", "audit-administrator"])
    cli.main(["trail", "seal"])
    place = tmp_path / "trail.jsonl"
    assert cli.main(["trail", "export", str(place)]) == 0
    assert "导出 1 环" in capsys.readouterr().out
    assert cli.main(["trail", "export", str(tmp_path / "no" / "where")]) == 1
    verifier = Path(cli.__file__).parent / "data/verify_trail.py"
    answer = subprocess.run([sys.executable, "-I", "-S", verifier, place], capture_output=True, text=True, check=False)
    assert (answer.returncode, "校验 1 环" in answer.stdout) == (0, True)
