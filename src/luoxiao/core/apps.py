"""Configuration of the room `core`."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "luoxiao.core"
    label = "core"
