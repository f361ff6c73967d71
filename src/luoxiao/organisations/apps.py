"""Configuration of `organisations`."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "luoxiao.organisations"
    label = "organisations"
