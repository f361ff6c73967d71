"""The real places and units, and the fund that comes with the product."""

import pytest

from luoxiao.funds import bundled
from luoxiao.funds.models import Fund
from luoxiao.organisations import bundled as places


@pytest.fixture
def fund(db: None) -> Fund:
    """The lottery fund of the area, real."""
    places.load()
    bundled.load()
    return Fund.objects.get(code="lottery", is_rehearsal=False)
