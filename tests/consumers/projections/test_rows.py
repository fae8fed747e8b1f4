from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from consumers.projections import rows as module
from consumers.projections.rows import Appendix, Connection, Rows, append
from infra import database
from schemas import tables
from tests.consumers.projections.test_datasets import DAWN, UPLOADED
from tests.schemas.examples import DATASET

OTHER = UUID(int=9)


@pytest.fixture
async def connection(database_url: str) -> AsyncIterator[Connection]:
    async with database.connection(database_url, tables.READ_SCHEMA) as opened:
        yield opened


async def write(connection: Connection, rows: Rows) -> None:
    for statement, parameters in rows.changes():
        await connection.execute(statement, parameters)


async def stored(connection: Connection, *ids: UUID) -> Rows:
    """A working set of its own, as another process would load it."""
    rows = Rows(tables.datasets)
    await rows.load(connection, ids)
    return rows


async def test_what_was_put_is_written_and_loaded_again(connection: Connection):
    rows = Rows(tables.datasets)
    rows.put(UPLOADED)
    rows.put(UPLOADED | {"dataset_id": OTHER, "name": "Acórdãos"})
    await write(connection, rows)

    again = await stored(connection, DATASET, OTHER)

    assert again.get(DATASET) == UPLOADED
    assert again.get(OTHER) == UPLOADED | {"dataset_id": OTHER, "name": "Acórdãos"}


async def test_a_row_written_again_is_replaced_whole(connection: Connection):
    rows = Rows(tables.datasets)
    rows.put(UPLOADED)
    await write(connection, rows)

    rows.put(UPLOADED | {"name": "Novo", "deleted_at": DAWN})
    await write(connection, rows)

    again = await stored(connection, DATASET)
    assert again.get(DATASET) == UPLOADED | {"name": "Novo", "deleted_at": DAWN}


async def test_only_what_was_asked_for_is_loaded(connection: Connection):
    rows = Rows(tables.datasets)
    rows.put(UPLOADED)
    await write(connection, rows)

    assert (await stored(connection, OTHER)).get(DATASET) is None
    assert (await stored(connection)).get(DATASET) is None


async def test_what_is_held_is_not_loaded_again(connection: Connection):
    """Nobody else writes these tables, and the last batch may still be on its way."""
    rows = Rows(tables.datasets)
    await rows.load(connection, {DATASET, OTHER})
    rows.put(UPLOADED)
    rows.changes()
    await rows.load(connection, {DATASET, OTHER})

    assert rows.get(DATASET) == UPLOADED
    assert rows.get(OTHER) is None


async def test_what_was_forgotten_is_loaded_again(connection: Connection):
    """So a batch that failed leaves no trace in the next."""
    rows = Rows(tables.datasets)
    await rows.load(connection, {DATASET})
    rows.put(UPLOADED)
    rows.forget()

    assert rows.get(DATASET) is None
    assert rows.changes() == []
    await rows.load(connection, {DATASET})
    assert rows.get(DATASET) is None


async def test_only_so_many_rows_are_held(connection: Connection, monkeypatch: pytest.MonkeyPatch):
    """But all that the last batch changed: it may not be written yet."""
    monkeypatch.setattr(module, "HELD_ROWS", 1)
    rows = Rows(tables.datasets)
    await rows.load(connection, {DATASET, OTHER})
    rows.put(UPLOADED | {"dataset_id": OTHER})
    await write(connection, rows)
    rows.put(UPLOADED)
    rows.changes()  # in flight

    await rows.load(connection, {DATASET})

    assert rows.get(DATASET) == UPLOADED
    assert rows.get(OTHER) is None
    await rows.load(connection, {OTHER})
    assert rows.get(OTHER) == UPLOADED | {"dataset_id": OTHER}


async def test_rows_are_appended_in_the_order_of_the_columns(connection: Connection):
    positions = Appendix(tables.positions)
    for statement, data in positions.changes(
        [positions.row(("a", 1, 1)), positions.row(("b", 2, 1))]
    ):
        await append(connection, statement, data)

    cursor = await connection.execute("SELECT * FROM positions ORDER BY projection")
    assert await cursor.fetchall() == [("a", 1, 1), ("b", 2, 1)]
    assert positions.changes([]) == []
