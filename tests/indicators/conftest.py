"""The scene of most tests of figures."""

from datetime import datetime
from typing import Any

import pytest

from tests.indicators.scene import Land, land


@pytest.fixture
def here(db: Any, at: datetime) -> Land:
    return land(at)
