"""Configuration of `supervision`."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "luoxiao.supervision"
    label = "supervision"
