"""Configuration of `returns`."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "luoxiao.returns"
    label = "returns"
