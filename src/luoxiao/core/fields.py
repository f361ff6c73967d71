"""Field types that every room may use."""

from typing import Any

from django.db import models


class JSONField(models.JSONField):
    """JSON without SQLite's JSON_VALID check: `trusted_schema = OFF` refuses that function in a schema.

    What is written comes from json.dumps, so the check would find nothing.
    """

    def db_check(self, connection: Any) -> None:
        return None
