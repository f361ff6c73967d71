"""Configuration of `indicators`."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "luoxiao.indicators"
    label = "indicators"
