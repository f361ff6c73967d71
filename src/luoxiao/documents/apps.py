"""Configuration of `documents`."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "luoxiao.documents"
    label = "documents"
