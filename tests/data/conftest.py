"""Where the facts can be compared with the papers they were taken from."""

from pathlib import Path

import pytest


@pytest.fixture
def shared() -> Path:
    """The folder of facts and official texts beside the repository."""
    folder = Path(__file__).resolve().parents[3] / "shared"
    if not folder.is_dir():
        pytest.skip("the folder of facts and official texts is not beside the repository")
    return folder
