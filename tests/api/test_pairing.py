"""What another computer is told, by who asks, how, and what the administrator has set."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from litestar import Request

from api import pairing
from infra.settings import Settings

BROKER = "nats://afina:geheim@127.0.0.1:4222"


def asked(host: str, scheme: str = "http", headers: Mapping[str, str] | None = None) -> Any:
    told = {"host": host} | dict(headers or {})
    return Request(
        {
            "type": "http",
            "scheme": scheme,
            "path": "/",
            "root_path": "",
            "query_string": b"",
            "client": ("10.0.0.1", 1),
            "headers": [(name.encode(), value.encode()) for name, value in told.items()],
        }  # pyright: ignore[reportArgumentType] - all of a scope that is looked at
    )


def settings(**others: Any) -> Settings:
    return Settings.model_validate({"NATS_URL": BROKER, **others})


@pytest.mark.parametrize(
    ("host", "scheme", "url"),
    [
        ("afina.example", "https", "https://afina.example"),
        ("afina.example:8080", "http", "http://afina.example:8080"),
        ("[fd00::7]:8080", "https", "https://[fd00::7]:8080"),
        ("[fd00::7]", "https", "https://[fd00::7]"),
    ],
)
def test_the_api_is_where_it_was_asked(host: str, scheme: str, url: str):
    assert pairing.api_url(asked(host, scheme), settings()) == url


def test_a_trusted_proxys_word_about_tls_counts():
    forwarded = asked("afina.example", headers={"x-forwarded-proto": "https"})
    assert pairing.api_url(forwarded, settings()) == "http://afina.example"
    trusting = settings(trusted_proxies="10.0.0.0/8")
    assert pairing.api_url(forwarded, trusting) == "https://afina.example"


def test_what_the_administrator_has_set_counts_more():
    told = settings(public_url="https://afina.example/", workers_nats_url="wss://n/x")
    assert pairing.api_url(asked("127.0.0.1:8080"), told) == "https://afina.example"
    assert pairing.broker_url(asked("127.0.0.1:8080"), told) == "wss://n/x"


def test_the_broker_is_under_the_same_name_at_its_own_port():
    """Without one, where the control plane has it; never with its password."""
    told = settings(workers_port=8443)
    assert pairing.broker_url(asked("[fd00::7]:8080"), told) == "wss://[fd00::7]:8443"
    assert pairing.broker_url(asked("afina.example"), settings()) == "nats://127.0.0.1:4222"


def test_the_command_is_safe_to_paste(tmp_path: Path):
    """Whatever somebody wrote for a host."""
    command = pairing.join_command(asked("a;ls.localhost"), settings(), "afn_t")
    assert command == "afina worker join 'http://a;ls.localhost' afn_t"
