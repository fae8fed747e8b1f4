"""Bytes that datasets share, under a lock of the real database."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from api import storage
from api.datasets.contents import EXAMPLES, LEFT_OUT, REPORT
from api.problems import RefusedError
from api.sight import Sight
from infra.blobs import examples_key
from schemas.problems import ProblemCode
from schemas.recipe import DropDuplicates
from tests.api.commands.test_datasets import revising
from tests.api.desk import Desk
from tests.api.routes.spreadsheets import stored
from tests.schemas import examples
from tests.schemas.examples import DATASET, OWNER

SIGHT = Sight(OWNER)


async def test_who_holds_some_bytes_is_alone_with_them(desk: Desk):
    """Others wait their turn; other bytes are free."""
    engine, order = desk.services.engine, list[str]()

    async def second() -> None:
        async with storage.held(engine, "b", "a"):
            order.append("second")

    async with storage.held(engine, "a", "b"):
        waiting = asyncio.create_task(second())
        async with storage.held(engine, "c"):
            order.append("other")
        await blocked(desk)
        order.append("first")
    await waiting

    assert order == ["other", "first", "second"]


async def blocked(desk: Desk) -> None:
    """Return once somebody waits for a lock."""
    query = text(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    async with asyncio.timeout(20), desk.services.engine.connect() as tx:
        while not await tx.scalar(query):
            await tx.rollback()


async def test_crossing_orders_do_not_block_each_other(desk: Desk):
    """Locks are taken in one order, however they are named."""
    engine = desk.services.engine

    async def hold(*hashes: str) -> None:
        for _ in range(20):
            async with storage.held(engine, *hashes):
                await asyncio.sleep(0)

    async with asyncio.timeout(20):
        await asyncio.gather(hold("a", "b"), hold("b", "a"))


async def test_a_lock_goes_with_an_error(desk: Desk):
    """Nobody waits for whoever failed."""
    with pytest.raises(ZeroDivisionError):
        async with storage.held(desk.services.engine, "a"):
            raise ZeroDivisionError

    async with asyncio.timeout(20), storage.held(desk.services.engine, "a"):
        pass


def bytes_in(folder: Path) -> Path:
    """The files of a version, all with these few bytes."""
    for name in (EXAMPLES, LEFT_OUT, REPORT):
        (folder / name).write_bytes(b"version 2")
    return folder


async def test_a_version_that_lost_the_race_leaves_no_bytes(desk: Desk, tmp_path: Path):
    """Somebody else's was made meanwhile: refused before anything is stored."""
    await desk.write(examples.dataset_uploaded(), examples.dataset_revised())
    late = revising([DropDuplicates()], expected_version=1, examples_sha256="e" * 64)

    with pytest.raises(RefusedError) as refusal:
        await storage.revise(desk.services, late, SIGHT, bytes_in(tmp_path))

    assert refusal.value.code is ProblemCode.VERSION_CONFLICT
    assert await stored(desk, examples_key("e" * 64)) is None


async def test_a_version_is_not_made_while_its_dataset_is_removed(desk: Desk, tmp_path: Path):
    """Whoever comes second waits, and then finds nothing; no bytes are left."""
    await desk.write(examples.dataset_uploaded())
    command = revising([DropDuplicates()], examples_sha256="e" * 64)

    async with storage.alone_with(desk.services, DATASET, SIGHT):
        making = asyncio.create_task(
            storage.revise(desk.services, command, SIGHT, bytes_in(tmp_path))
        )
        await blocked(desk)
        await desk.write(examples.dataset_deleted())
    with pytest.raises(RefusedError) as refusal:
        await making

    assert refusal.value.code is ProblemCode.DATASET_NOT_FOUND
    assert await stored(desk, examples_key("e" * 64)) is None


async def test_a_version_that_was_made_already_stores_nothing_again(desk: Desk, tmp_path: Path):
    """Its bytes are here; the folder of whoever asks again may be empty."""
    await desk.write(examples.dataset_uploaded())
    command = revising([DropDuplicates()])
    first, shown = await storage.revise(desk.services, command, SIGHT, bytes_in(tmp_path))

    again, still_shown = await storage.revise(desk.services, command, SIGHT, tmp_path / "nothing")

    assert (first.changed, again.changed) == (True, False)
    assert (shown, still_shown) == (True, True)
    assert first.last_sequence == again.last_sequence
