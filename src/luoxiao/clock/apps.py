"""Configuration of `clock`."""

from django.apps import AppConfig


class ClockConfig(AppConfig):
    name = "luoxiao.clock"
    label = "clock"
