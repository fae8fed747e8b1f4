"""The process as its supervisor sees it: it serves, and it stops when told to."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator

import httpx
import psutil
import pytest
from sqlalchemy.engine import make_url

from infra.settings import Settings
from tests.api.desk import Desk
from tests.schemas import examples
from tests.schemas.examples import RUN

STOP_SECONDS = 4
"""Less than the grace for requests that never finish."""
PROGRAM = """
import asyncio
from api import server
from infra import logging
from infra.settings import Settings

if __name__ == "__main__":
    logging.configure("INFO")
    asyncio.run(server.serve(Settings()))
"""


@pytest.fixture
async def serving(
    settings: Settings, desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Process, str]]:
    """The process, and where it listens."""
    program = tmp_path_factory.mktemp("program") / "main.py"
    program.write_text(PROGRAM)
    environment = os.environ | {
        "NATS_URL": settings.nats_url,
        "DATABASE_URL": settings.database_url,
        "AFINA_DATA_DIR": str(tmp_path_factory.mktemp("data")),
        "AFINA_PORT": "0",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(program), env=environment, stderr=PIPE
    )
    try:
        yield process, await address_of(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def address_of(process: Process) -> str:
    """What the process says about where it listens."""
    assert process.stderr is not None
    said = b""
    async for line in process.stderr:
        said += line
        if b"serving" in line:
            return line.decode().split("address=")[1].split()[0]
    raise AssertionError(said.decode())


@pytest.mark.parametrize("sig", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_process_in_order(
    desk: Desk, token: str, serving: tuple[Process, str], sig: signal.Signals
):
    """With code 0, streams open or not, and with it the processes that read spreadsheets."""
    process, address = serving
    await desk.write(examples.run_requested())
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=address, headers=headers, trust_env=False) as http:
        tried = await http.post(
            "/api/datasets/validate", files={"file": ("a.csv", b"text;label\na;b")}, timeout=60
        )
        assert tried.status_code == 422, tried.text
        readers = psutil.Process(process.pid).children(recursive=True)
        assert readers
        async with http.stream("GET", f"/api/runs/{RUN}/events") as stream:
            lines = stream.aiter_lines()
            assert (await anext(lines)).startswith("retry: ")
            process.send_signal(sig)
            async with asyncio.timeout(STOP_SECONDS):
                rest = [line async for line in lines]
                assert await process.wait() == 0

    assert "event: requested" in rest
    gone, alive = psutil.wait_procs(readers, timeout=10)
    assert (len(gone), alive) == (len(readers), [])


async def test_the_processes_that_read_files_are_told_no_password(
    settings: Settings, token: str, serving: tuple[Process, str]
):
    """A hostile file that gets hold of one finds none in its environment."""
    process, address = serving
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=address, headers=headers, trust_env=False) as http:
        files = {"file": ("a.csv", b"text;label\na;b")}
        await http.post("/api/datasets/validate", files=files, timeout=60)
        readers = psutil.Process(process.pid).children(recursive=True)
        told = [value for reader in readers for value in reader.environ().values()]

    assert readers
    for url in (settings.nats_url, settings.database_url):
        password = make_url(url).password
        assert password
        assert not any(password in value for value in told)


async def test_what_is_asked_for_appears_in_no_log(token: str, serving: tuple[Process, str]):
    """Requests are counted elsewhere; the log is for what needs a person."""
    process, address = serving
    async with httpx.AsyncClient(base_url=address, trust_env=False) as http:
        await http.get("/api/runs", headers={"Authorization": f"Bearer {token}"})
    process.terminate()

    assert process.stderr is not None
    assert b"/api/runs" not in await process.stderr.read()
