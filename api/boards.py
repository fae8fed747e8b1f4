"""What may be seen of the moment: queue, workers and sheets that go on, looked at once for all.

A board has no place in the log. Whoever follows one is shown it as it is now, whenever it changes.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from nats.aio.client import Client
from nats.errors import Error as NatsError
from obstore.exceptions import BaseError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from api import portions
from api.frames import frame
from api.hub import Hub
from api.mailbox import Mailbox
from api.queries import classifications, runs, workers
from api.queries.runs import PoolLoad, Trained, Waiting
from api.sight import Holding, Sight
from api.topics import Topic, TopicKind
from api.views.classifications import ClassificationsNews, GoingOn, going_on
from api.views.runs import Row
from api.views.workers import (
    PoolStatus,
    QueueNews,
    QueueStatus,
    WorkerList,
    WorkersNews,
    WorkerStatus,
    status_of,
    worker_of,
)
from infra import logging
from infra.blobs import BlobStore
from infra.bus import UnavailableError
from infra.tasks import ended
from schemas.telemetry import Heartbeat

log = logging.get(__name__)

AWAY = (SQLAlchemyError, NatsError, UnavailableError, OSError, BaseError)
"""What passes: database, broker or store."""
REST_SECONDS = 1.0
"""Between two looks, however much happens."""


@dataclass(frozen=True)
class Look:
    """What was there at one moment, all owners together."""

    loads: Sequence[PoolLoad]
    workers: Sequence[Row]
    heartbeats: Sequence[Heartbeat | None]
    """Of the workers, in their order."""

    @cached_property
    def queue(self) -> QueueStatus:
        """Numbers only."""
        return QueueStatus(
            pools=[
                PoolStatus(pool=load.pool, queued=load.queued, running=load.running)
                for load in self.loads
            ],
            queued=sum(load.queued for load in self.loads),
            running=sum(load.running for load in self.loads),
            workers_online=self.statuses.count(WorkerStatus.ONLINE),
        )

    @cached_property
    def statuses(self) -> list[WorkerStatus]:
        """How each worker is."""
        return [status_of(row, beat) for row, beat in self._heard]

    @property
    def trained(self) -> set[UUID]:
        """The runs that workers say they are training."""
        return {beat.run_id for beat in self.heartbeats if beat and beat.run_id}

    def workers_for(self, sight: Sight, trained: Mapping[UUID, Trained]) -> WorkerList:
        """The workers, as the asker may see them; ``trained`` are the runs that they train."""
        own = {id_: run.name for id_, run in trained.items() if sight.changes(run.holding)}
        items = [worker_of(row, beat, own) for row, beat in self._heard]
        return WorkerList(items=items, total=len(items))

    @property
    def _heard(self) -> list[tuple[Row, Heartbeat | None]]:
        return list(zip(self.workers, self.heartbeats, strict=True))


async def look(tx: AsyncConnection, client: Client) -> Look:
    """What is there now."""
    rows = await workers.every(tx)
    loads = await runs.loads(tx)
    return Look(loads, rows, await workers.heartbeats(client, rows))


@asynccontextmanager
async def kept(
    hub: Hub, client: Client, blobs: BlobStore, every_seconds: float
) -> AsyncGenerator[None]:
    """Show the boards until leaving: soon after something happened, else at the interval."""
    task = asyncio.create_task(_keep(hub, client, blobs, every_seconds))
    try:
        yield
    finally:
        await ended([task])


async def _keep(hub: Hub, client: Client, blobs: BlobStore, every_seconds: float) -> None:
    while True:
        try:
            async with asyncio.timeout(every_seconds):
                await hub.stirred.wait()
        except TimeoutError:
            pass
        hub.stirred.clear()
        try:
            await _show(hub, client)
            await _show_sheets(hub, blobs)
        except AWAY as error:
            log.warning("boards not looked at, trying again", error=str(error).splitlines()[0])
        await asyncio.sleep(REST_SECONDS)


async def _show(hub: Hub, client: Client) -> None:
    """Look, if anybody else does, and show each owner what is theirs to see."""
    queue, present = hub.following(TopicKind.QUEUE), hub.following(TopicKind.WORKERS)
    if not (queue or present):
        return
    async with hub.engine.connect() as tx:
        seen = await look(tx, client)
        waiting = (
            await runs.waiting(tx, {mailbox.follower.sight.asker for mailbox in queue})
            if queue
            else []
        )
        trained = await runs.trained(tx, seen.trained) if present else {}
    _give(queue, TopicKind.QUEUE, lambda sight: _queue_frame(seen, waiting, sight))
    _give(present, TopicKind.WORKERS, lambda sight: _workers_frame(seen, trained, sight))


async def _show_sheets(hub: Hub, blobs: BlobStore) -> None:
    """Show everybody who follows their classified sheets how far those are that are not over."""
    following = hub.following_own(TopicKind.CLASSIFICATIONS)
    if not following:
        return
    async with hub.engine.connect() as tx:
        owners = {mailbox.follower.sight.asker for mailbox in following}
        rows = await classifications.going_on(tx, owners)
    shown = [(row["owner_id"], going_on(row, await portions.answered(blobs, row))) for row in rows]
    _give(following, TopicKind.CLASSIFICATIONS, lambda sight: _sheets_frame(shown, sight))


def _sheets_frame(shown: Collection[tuple[str, GoingOn]], sight: Sight) -> bytes:
    own = [sheet for owner_id, sheet in shown if sight.owns(Holding(owner_id))]
    news = ClassificationsNews(topics=[TopicKind.CLASSIFICATIONS], items=own)
    return frame(news.model_dump_json(), TopicKind.CLASSIFICATIONS)


def _give(mailboxes: Collection[Mailbox], kind: TopicKind, made: Callable[[Sight], bytes]) -> None:
    """Put what an asker sees in all of that asker's mailboxes."""
    boards = {sight: made(sight) for sight in {mailbox.follower.sight for mailbox in mailboxes}}
    for mailbox in mailboxes:
        mailbox.replace(Topic(kind), boards[mailbox.follower.sight])


def _queue_frame(seen: Look, waiting: Collection[Waiting], sight: Sight) -> bytes:
    places = {one.run_id: one.position for one in waiting if sight.owns(Holding(one.owner_id))}
    news = QueueNews(topics=[TopicKind.QUEUE], positions=places, **dict(seen.queue))
    return frame(news.model_dump_json(), TopicKind.QUEUE)


def _workers_frame(seen: Look, trained: Mapping[UUID, Trained], sight: Sight) -> bytes:
    shown = seen.workers_for(sight, trained)
    news = WorkersNews(topics=[TopicKind.WORKERS], **dict(shown))
    return frame(news.model_dump_json(), TopicKind.WORKERS)
