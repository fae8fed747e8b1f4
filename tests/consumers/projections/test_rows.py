from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from consumers.projections.rows import Connection, Rows, copy
from infra import database
from schemas import tables
from tests.consumers.projections.test_datasets import DAWN, UPLOADED
from tests.schemas.examples import DATASET

OTHER = UUID(int=9)


@pytest.fixture
async def connection(database_url: str) -> AsyncIterator[Connection]:
    async with database.connection(database_url, tables.READ_SCHEMA) as opened:
        yield opened


async def test_what_was_put_is_written_and_loaded_again(connection: Connection):
    rows = Rows(tables.datasets)
    rows.put(UPLOADED)
    rows.put(UPLOADED | {"dataset_id": OTHER, "name": "Acórdãos"})
    await rows.write(connection)

    again = Rows(tables.datasets)
    await again.load(connection, {DATASET, OTHER})

    assert again.get(DATASET) == UPLOADED
    assert again.get(OTHER) == UPLOADED | {"dataset_id": OTHER, "name": "Acórdãos"}


async def test_a_row_written_again_is_replaced_whole(connection: Connection):
    rows = Rows(tables.datasets)
    rows.put(UPLOADED)
    await rows.write(connection)

    rows.put(UPLOADED | {"name": "Novo", "deleted_at": DAWN})
    await rows.write(connection)

    await rows.load(connection, [DATASET])
    assert rows.get(DATASET) == UPLOADED | {"name": "Novo", "deleted_at": DAWN}


async def test_only_what_was_asked_for_is_loaded(connection: Connection):
    rows = Rows(tables.datasets)
    rows.put(UPLOADED)
    await rows.write(connection)

    await rows.load(connection, {OTHER})
    assert rows.get(DATASET) is None
    await rows.load(connection, set())
    assert rows.get(DATASET) is None


async def test_loading_forgets_what_was_not_written(connection: Connection):
    """So a batch that failed leaves no trace in the next."""
    rows = Rows(tables.datasets)
    rows.put(UPLOADED)
    await rows.load(connection, {DATASET})

    assert rows.get(DATASET) is None
    await rows.write(connection)
    await rows.load(connection, {DATASET})
    assert rows.get(DATASET) is None


async def test_rows_can_be_copied_in_the_order_of_the_columns(connection: Connection):
    await copy(connection, tables.positions, [("a", 1), ("b", 2)])
    await copy(connection, tables.positions, [])

    cursor = await connection.execute("SELECT * FROM positions ORDER BY projection")
    assert await cursor.fetchall() == [("a", 1), ("b", 2)]
