"""Configuration of `desk`."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "luoxiao.desk"
    label = "desk"
