"""Damaged files over HTTP, for as long as ``AFINA_FUZZ_SECONDS`` says. Each round has its seed."""

import asyncio
import os
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, seed, settings

from tests.api.mutants import Mutant, mutants, workbook_in

SECONDS = float(os.environ.get("AFINA_FUZZ_SECONDS", "6"))
ROUND_EXAMPLES = 25
PATIENCE_SECONDS = 30
"""For one file of some kilobytes, on a busy computer."""

Send = Callable[[Mutant], httpx.Response]


@pytest.mark.timeout(SECONDS + 300)
async def test_no_damaged_file_breaks_the_server(http: httpx.AsyncClient, tmp_path: Path):
    """It is read or refused with its problems: no 5xx, nothing that never ends."""
    loop = asyncio.get_running_loop()

    def send(mutant: Mutant) -> httpx.Response:
        form = {"file": (mutant.filename, mutant.content, "application/octet-stream")}
        posted = http.post("/api/datasets/validate", files=form, timeout=None)
        return asyncio.run_coroutine_threadsafe(posted, loop).result(PATIENCE_SECONDS)

    await asyncio.to_thread(examine, send, tmp_path)


def examine(send: Send, folder: Path) -> None:
    """Round after round until the time is over."""
    end = time.monotonic() + SECONDS
    more = [workbook_in(folder)]
    for number in count():
        if time.monotonic() > end:
            return

        @seed(number)
        @settings(
            max_examples=ROUND_EXAMPLES,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(mutants(more))
        def examine_round(mutant: Mutant) -> None:
            judge(send(mutant))

        examine_round()


def judge(answer: httpx.Response) -> None:
    """A reading whose rows add up, or problems in words."""
    found = answer.json()
    if answer.status_code == 200:
        assert found["rows_total"] == found["rows_used"] + found["rows_left_out"]
    else:
        assert answer.status_code == 422, answer.text
        assert found["code"] == "dataset_invalid"
        assert all(problem["sentence"] for problem in found["problems"])
