"""Connections to PostgreSQL: an engine for queries, plain ones for projecting and listening."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from psycopg import AsyncConnection
from psycopg.rows import TupleRow, tuple_row
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

POOL_CONNECTIONS = 10
"""That stay open once they were needed."""


def engine(url: str, search_path: str, *, overflow: int = POOL_CONNECTIONS) -> AsyncEngine:
    """A pool of connections that find unqualified tables in ``search_path``.

    In need there are ``overflow`` more, for as long as they are needed.
    """
    return create_async_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_size=POOL_CONNECTIONS,
        max_overflow=overflow,
        pool_pre_ping=True,
        connect_args={"options": f"-csearch_path={search_path}", "application_name": "afina"},
    )


@asynccontextmanager
async def connection(url: str, search_path: str) -> AsyncGenerator[AsyncConnection[TupleRow]]:
    """One connection in autocommit mode; leaving closes it and drops every lock it holds."""
    dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    opened = await AsyncConnection.connect(
        dsn,
        autocommit=True,
        row_factory=tuple_row,
        options=f"-csearch_path={search_path}",
        application_name="afina",
        connect_timeout=5,
    )
    try:
        yield opened
    finally:
        await opened.close()
