"""Build hook of the wheel: compile the catalogues and make the icon sprite before files are packed."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TOOLS = Path(__file__).parent


class WheelHook(BuildHookInterface[Any]):
    """Runs what is not committed: locale/*.mo and static/built/."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "standard":
            subprocess.run([sys.executable, TOOLS / "catalogues.py", "compile"], check=True)
            subprocess.run([sys.executable, TOOLS / "frontend.py"], check=True)
