"""Configuration of `plan`."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "luoxiao.plan"
    label = "plan"
