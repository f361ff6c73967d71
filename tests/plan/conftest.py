"""Where plans can be read as they were issued."""

from tests.data.conftest import shared

__all__ = ["shared"]
