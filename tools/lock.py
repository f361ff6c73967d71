"""Writes the hash-locked requirements. They name packages, versions and hashes, and no place to fetch them from."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMPILE = [
    sys.executable,
    *("-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-annotate", "--no-header"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-config"),
    *("--python-version", "3.11"),
]
LOCKS = {
    "requirements.lock": ["pyproject.toml", "--group", "build"],
    "requirements-dev.lock": ["pyproject.toml", "--group", "dev"],
    "frontend/requirements-node.lock": ["frontend/requirements-node.in"],
}


def main() -> None:
    for lock, sources in LOCKS.items():
        subprocess.run([*COMPILE, *sources, "--output-file", lock], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
