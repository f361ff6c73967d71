"""Configuration of `funds`."""

from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "luoxiao.funds"
    label = "funds"
