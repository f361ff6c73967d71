"""The scene with its call, and the return of one county."""

from datetime import datetime

import pytest

from luoxiao.returns.models import Call, Return
from tests.returns import scene as scenes
from tests.returns.scene import Scene


@pytest.fixture
def scene(db: None, at: datetime) -> Scene:
    return scenes.make_scene(at)


@pytest.fixture
def call(scene: Scene, at: datetime) -> Call:
    """Open, of two counties, reviewed by the prefecture and the office."""
    return scenes.make_call(scene, at)


@pytest.fixture
def filed(call: Call, scene: Scene) -> Return:
    """The return of county A."""
    return Return.objects.whole().get(call=call, unit=scene.county)
