"""Keeps the streams and their consumers there: provisions at the start, restores what is deleted.

All but the log can be made anew: heartbeats come again, telemetry goes on after what was projected,
and a new queue delivers every job of the log once more, of which those of ended runs are dropped.
A log that is gone is not replaced by an empty one once anything was projected from it: that would
hide the loss, and new events would take the numbers of old ones. It is for a backup to bring back.
"""

import asyncio

from nats.aio.client import Client
from nats.js.api import StreamConfig
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from consumers.outage import OUTAGES
from infra import logging, streams
from infra.settings import Settings
from schemas import subjects, tables

log = logging.get(__name__)

CHECK_SECONDS = 2.0


class Topology:
    """The broker's streams and consumers, as they should be."""

    def __init__(self, client: Client, engine: AsyncEngine, settings: Settings) -> None:
        self._client = client
        self._engine = engine
        self._settings = settings
        self._trouble = ""
        """As last told."""

    async def keep(self) -> None:
        """Look every few seconds, for ever."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            await self.restore()

    async def restore(self) -> None:
        """Make what is missing; while broker or database are away, nothing."""
        try:
            for config in await streams.missing_streams(self._client):
                await self._restore_stream(config)
            made = await streams.restore_consumers(
                self._client,
                pool=self._settings.pool,
                ack_wait_seconds=self._settings.ack_wait_seconds,
            )
        except OUTAGES as error:
            self._tell(f"streams cannot be looked at: {str(error) or type(error).__name__}")
            return
        if made:
            log.warning("consumers were missing and are made anew", consumers=made)
        self._trouble = ""

    async def _restore_stream(self, config: StreamConfig) -> None:
        name = str(config.name)
        projected = await self._projected(name)
        if name == subjects.TRAINING and projected:
            self._tell("the log is gone: stop the stack and bring it back with afina restore")
            return
        await streams.add_stream(self._client, config, after=projected)
        log.warning("a stream was missing and is made anew", stream=name)

    async def _projected(self, stream: str) -> int:
        """The last sequence of ``stream`` that its projection has seen."""
        position = tables.positions.c
        query = select(position.sequence).where(position.projection == stream.lower())
        async with self._engine.connect() as connection:
            return await connection.scalar(query) or 0

    def _tell(self, trouble: str) -> None:
        """Once, not every few seconds."""
        if trouble != self._trouble:
            log.error(trouble)
        self._trouble = trouble
