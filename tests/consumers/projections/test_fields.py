"""What is encoded here is what PostgreSQL reads."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Column, MetaData, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from consumers.projections import fields
from consumers.projections.rows import Appendix, Encoded, append
from infra import database
from schemas import tables
from tests.schemas.examples import epoch_metrics

TYPES = {
    type(column.type): column.type
    for table in tables.read_model.sorted_tables
    for column in table.columns
}
EVERY_TYPE = Table(
    "every_type",
    MetaData(),
    *(Column(kind.__name__.lower(), type_) for kind, type_ in TYPES.items()),
    prefixes=["TEMPORARY"],
)
DIALECT = postgresql.dialect()
EARLY = datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
ELSEWHERE = datetime(2026, 5, 1, 12, tzinfo=timezone(timedelta(hours=-3)))
VALUES: dict[str, list[Any]] = {
    "text": ["", "petição", "a" * 5000, "tab\t, line\n, back\\slash, \\N"],
    "largebinary": [b"", b"\0\xff", b"x" * 5000, b"\\x00"],
    "uuid": [UUID(int=0), UUID(int=(1 << 128) - 1), UUID(int=7), UUID(int=1 << 64)],
    "biginteger": [0, -1, 2**63 - 1, -(2**63)],
    "integer": [0, -1, 2**31 - 1, -(2**31)],
    "float": [0.0, -0.1, 1e308, 5e-324],
    "boolean": [True, False, True, False],
    "datetime": [datetime(2000, 1, 1, tzinfo=UTC), EARLY, ELSEWHERE, ELSEWHERE.replace(year=9999)],
    "jsonb": [{"a": ["é", None, 0.1]}, [], epoch_metrics(1).model_dump(mode="json"), {"b": "\\"}],
}
NAMES = [column.name for column in EVERY_TYPE.columns]
ROWS = [tuple(VALUES[name][number] for name in NAMES) for number in range(4)]
ROWS.append((None,) * len(NAMES))


@pytest.mark.parametrize("way", ["copied", "as arrays"])
async def test_a_value_of_every_type_comes_back(database_url: str, way: str):
    async with database.connection(database_url, tables.READ_SCHEMA) as connection:
        await connection.execute(str(CreateTable(EVERY_TYPE).compile(dialect=DIALECT)).encode())
        if way == "copied":
            appendix = Appendix(EVERY_TYPE)
            for statement, data in appendix.changes([appendix.row(row) for row in ROWS]):
                await append(connection, statement, data)
        else:
            columns = zip(EVERY_TYPE.columns, zip(*ROWS, strict=True), strict=True)
            arrays = [Encoded(fields.array(column, values)) for column, values in columns]
            kinds = [column.type.compile(DIALECT) for column in EVERY_TYPE.columns]
            casts = ", ".join(f"%b::{kind}[]" for kind in kinds)
            await connection.execute(
                f"INSERT INTO every_type SELECT * FROM unnest({casts})".encode(), arrays
            )
        cursor = await connection.execute(b"SELECT * FROM every_type")
        assert await cursor.fetchall() == ROWS


def test_a_message_of_ours_is_the_json_that_the_log_keeps():
    told = epoch_metrics(1)
    column = Column("metrics", tables.epochs.c.metrics.type)
    encode = fields.encoder(column)
    ways = (told, told.model_dump(mode="json"), told.model_dump_json().encode())
    assert len({encode(way) for way in ways}) == 1
