"""The broker: does it answer, keep what it confirms, and hold streams and queues as it should?"""

import json
import time
from collections.abc import AsyncGenerator, Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.errors import NoServersError
from nats.js.api import ConsumerConfig, StreamConfig
from nats.js.errors import NotFoundError

from afina.checkup.finding import Code, Finding, found
from afina.embedded.broker import OLDEST
from infra import streams
from infra.bus import broker_time
from infra.settings import Settings
from schemas import subjects

CONNECT_SECONDS = 3
FULL_SHARE = 0.8
MEGABYTE = 10**6
IMPLIED = frozenset({"allow_rollup_hdrs", "duplicate_window"})
"""What the broker sets by itself for a stream that marks the end of its messages."""
LIMITS = frozenset({"max_age", "max_bytes", "max_msgs", "max_msgs_per_subject"})
PROJECTIONS = {subjects.TRAINING: "training", subjects.TELEMETRY: "telemetry"}


class Broker:
    """One look at a broker."""

    def __init__(self, settings: Settings, config: Path) -> None:
        self._settings = settings
        self._config = config
        """Of the embedded broker, if there is one."""
        self.time: tuple[datetime, float] | None = None
        """By its clock, and when that was by the monotonic clock of this computer."""
        self.ends: dict[str, int] = {}
        """The last sequence of each projection's stream."""

    async def look(self) -> AsyncGenerator[Finding]:
        """All about it; only that it is away, if it is."""
        address = self._settings.nats_url.rsplit("@", 1)[-1]
        try:
            client = await nats.connect(
                self._settings.nats_url,
                allow_reconnect=False,
                # At the first connection only this bounds the tries, and 0 would mean for ever.
                max_reconnect_attempts=1,
                reconnect_time_wait=0,
                connect_timeout=CONNECT_SECONDS,
                error_cb=_ignore,
            )
        except (NatsError, NoServersError, OSError, TimeoutError) as error:
            yield found(Code.BROKER_AWAY, address=address, error=str(error) or type(error).__name__)
            return
        try:
            async for finding in self._examine(client, address):
                yield finding
        except (NatsError, TimeoutError) as error:
            yield found(Code.BROKER_AWAY, address=address, error=str(error) or type(error).__name__)
        finally:
            await client.close()

    async def _examine(self, client: Client, address: str) -> AsyncGenerator[Finding]:
        began = time.perf_counter()
        await client.flush()
        milliseconds = round(1000 * (time.perf_counter() - began), 1)
        present = client.connected_server_version
        numbers = (present.major, present.minor, present.patch)
        code = Code.BROKER_ANSWERS if numbers >= OLDEST else Code.BROKER_OLD
        version, oldest = (".".join(map(str, each)) for each in (numbers, OLDEST))
        yield found(
            code, address=address, version=version, milliseconds=milliseconds, oldest=oldest
        )
        for finding in self._configuration():
            yield finding
        for config in streams.STREAMS:
            yield await self._stream(client, config)
        for stream, consumer in self._consumers():
            yield await _consumer(client, stream, consumer)
        self.time = await _time(client)

    def _configuration(self) -> Iterator[Finding]:
        """Of an embedded broker, from its file; no client can see how another one synchronises."""
        try:
            told = json.loads(self._config.read_text())["jetstream"]
        except (OSError, ValueError, KeyError):
            yield found(Code.BROKER_SYNC_UNSEEN)
            return
        syncs = told.get("sync_interval") == "always"
        yield found(Code.BROKER_SYNCS if syncs else Code.BROKER_LAZY, path=str(self._config))
        used = sum(_size(file) for file in Path(told["store_dir"]).rglob("*"))
        if used > FULL_SHARE * told["max_file_store"]:
            share = round(100 * used / told["max_file_store"])
            yield found(Code.BROKER_STORAGE_LOW, percent=share)

    async def _stream(self, client: Client, wanted: StreamConfig) -> Finding:
        name = str(wanted.name)
        try:
            info = await client.jetstream().stream_info(name)
        except NotFoundError:
            return found(Code.STREAM_MISSING, stream=name)
        if name in PROJECTIONS:
            self.ends[PROJECTIONS[name]] = info.state.last_seq
        if drift := drifted(wanted, info.config):
            return found(Code.STREAM_DRIFTED, stream=name, settings=", ".join(drift))
        messages, megabytes = info.state.messages, round(info.state.bytes / MEGABYTE, 1)
        return found(Code.STREAM_SOUND, stream=name, messages=messages, megabytes=megabytes)

    def _consumers(self) -> Iterable[tuple[str, ConsumerConfig]]:
        pool, seconds = self._settings.pool, self._settings.ack_wait_seconds
        return (
            (subjects.TRAINING, streams.jobs_consumer(pool, seconds)),
            (subjects.PRESENCE, streams.presence_consumer()),
        )


async def _ignore(_: Exception) -> None:
    """What matters is raised to whoever asked."""


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


async def _consumer(client: Client, stream: str, wanted: ConsumerConfig) -> Finding:
    name = str(wanted.durable_name)
    try:
        info = await client.jetstream().consumer_info(stream, name)
    except NotFoundError:
        return found(Code.CONSUMER_MISSING, stream=stream, consumer=name)
    drift = drifted(wanted, info.config)
    if drift:
        return found(Code.CONSUMER_DRIFTED, stream=stream, consumer=name, settings=", ".join(drift))
    return found(Code.CONSUMER_SOUND, stream=stream, consumer=name, waiting=info.num_pending or 0)


def drifted(wanted: Any, present: Any) -> list[str]:
    """The settings that we ask for and the broker has otherwise."""
    implied = IMPLIED if getattr(wanted, "subject_delete_marker_ttl", None) else frozenset[str]()
    return [
        each.name
        for each in fields(wanted)
        if each.name not in implied
        and not _agree(each.name, getattr(wanted, each.name), getattr(present, each.name))
    ]


def _agree(name: str, wanted: Any, present: Any) -> bool:
    """A limit that we do not ask for must not be there; what else we leave open may be anything."""
    if wanted is None:
        return name not in LIMITS or not present or present < 0
    return wanted == present


async def _time(client: Client) -> tuple[datetime, float] | None:
    """What the broker's clock says, which every answer of its API carries."""
    asked = time.perf_counter()
    answer = await client.request(f"$JS.API.STREAM.INFO.{subjects.TRAINING}", b"")
    stamp = json.loads(answer.data).get("ts")
    middle = (asked + time.perf_counter()) / 2
    return (broker_time(stamp), middle) if stamp else None
