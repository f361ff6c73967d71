"""What the repository may not hold: registry hosts, this machine's paths, dependencies without a reason."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOSTS = re.compile("py" + r"pi\.org|python" + r"hosted|registry\.np" + r"mjs|deb\.deb" + r"ian\.org", re.IGNORECASE)
PLACES = re.compile(r"/(?:wo" + r"rk|ro" + r"ot|ho" + r"me)/")


def tracked() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: nothing says which files belong to the project")
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


def text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_file_names_a_registry_or_a_place_on_some_machine() -> None:
    found = [file.name for file in tracked() if HOSTS.search(text_of(file)) or PLACES.search(text_of(file))]
    assert found == []


def test_no_third_party_file_is_committed() -> None:
    assert [file.name for file in tracked() if re.search(r"\.min\.(js|css)$|node_modules|/vendor/", str(file))] == []


def test_every_dependency_has_a_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    required = [line for line in lines if re.match(r'\s+"[A-Za-z][\w.\[\]-]*[>=<]', line)]
    assert len(required) > 20
    assert [line for line in required if "#" not in line] == []


def test_the_lock_files_hold_hashes_and_no_addresses() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "frontend/requirements-node.lock"):
        text = (ROOT / name).read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
    locked = (ROOT / "frontend/package-lock.json").read_text()
    assert '"integrity"' in locked
    assert '"resolved"' not in locked
