"""The books of a fund, still empty."""

import pytest

from tests.funds import books as scenes
from tests.funds.books import Books


@pytest.fixture
def books(db: None) -> Books:
    return scenes.make_books()
