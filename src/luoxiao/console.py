"""What every command of `luoxiao` shares: starting Django when it is needed, and refusing with a sentence."""

import argparse
import os
import sys
from collections.abc import Callable
from typing import Any

Run = Callable[[argparse.Namespace], int]
Commands = Any  # argparse names the class of its sub-commands with an underscore


def add(commands: Commands, name: str, run: Run, help_: str) -> argparse.ArgumentParser:
    """A sub-command and what it runs."""
    command: argparse.ArgumentParser = commands.add_parser(name, help=help_)
    command.set_defaults(run=run)
    return command


def start_django() -> None:
    """Settings and models; a command that needs none of them starts at once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoxiao.settings")
    import django

    django.setup()


def refuse(sentence: str) -> int:
    """Say it where errors go; the exit code of a refusal."""
    sys.stderr.write(sentence + "\n")
    return 1
