"""Connections to PostgreSQL: an engine for queries, plain ones for projecting and listening."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from psycopg import AsyncConnection
from psycopg.rows import TupleRow, tuple_row
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


def engine(url: str, search_path: str) -> AsyncEngine:
    """A pool of connections that find unqualified tables in ``search_path``."""
    return create_async_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_size=10,
        max_overflow=10,
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
