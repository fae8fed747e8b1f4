"""One alert as the terminal shows it."""

import time
from collections.abc import Iterator

import pytest

from afina import words
from afina.commands import alerts

OPEN = {
    "run_id": "00000000-0000-4000-8000-000000000001",
    "run_name": "Triagem",
    "worker_id": None,
    "sentence": "Parado.",
    "raised_at": "2026-03-14T12:40:00+00:00",
    "closed_at": None,
}
OVER = OPEN | {"closed_at": "2026-03-14T13:05:59+00:00"}
OF_A_WORKER = OPEN | {"run_id": None, "run_name": None, "worker_id": "gpu-1"}
OF_THE_INSTALLATION = OF_A_WORKER | {"worker_id": None}


@pytest.fixture
def sao_paulo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/Sao_Paulo")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("sao_paulo")
@pytest.mark.parametrize(
    ("alert", "line"),
    [
        (OPEN, "since 2026-03-14 09:40 · Triagem: Parado."),
        (OVER, "2026-03-14 09:40 to 2026-03-14 10:05 · Triagem: Parado."),
        (OF_A_WORKER, "since 2026-03-14 09:40 · gpu-1: Parado."),
        (OF_THE_INSTALLATION, "since 2026-03-14 09:40 · Parado."),
    ],
)
def test_an_alert_is_a_line_with_its_time_and_what_it_is_about(
    alert: dict[str, str | None], line: str
):
    """The time is this computer's."""
    assert alerts._line(alert, words.ENGLISH) == line
