"""Every durability and security setting is read from the running system, not from the file that states it."""

import pytest
from django.db import connection
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "value"), [("synchronous", 2), ("recursive_triggers", 1), ("trusted_schema", 0), ("foreign_keys", 1)]
)
def test_sqlite_runs_as_the_settings_say(pragma: str, value: int) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's own settings")
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone()[0] == value


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"])
def test_postgresql_gives_up_waiting(name: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL's own settings")
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        assert cursor.fetchone() == ({"statement_timeout": "30s", "lock_timeout": "10s"}.get(name, "1min"),)


@pytest.mark.django_db
def test_every_answer_carries_the_strict_policies(client: Client) -> None:
    response = client.get("/sign-in/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert len(response["X-Request-Id"]) == 12
