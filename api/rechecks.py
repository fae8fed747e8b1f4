"""Whether those who follow streams still may: asked when they begin, and again and again since.

A token that was revoked, a role that was taken, a model that is no longer shared end a stream
within the time between two looks. Its client comes back, and gets what it may get then.
"""

import asyncio
from collections.abc import AsyncGenerator, Collection, Iterable
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from api import access
from api.access import Principal
from api.mailbox import Mailbox
from api.problems import RefusedError
from api.queries import runs
from api.services import Services
from api.sight import Holding, Sight
from api.sse import Streams
from api.topics import Topic, TopicKind
from infra import logging
from infra.tasks import ended
from schemas.problems import ProblemCode

log = logging.get(__name__)


async def may_follow(streams: Streams, sight: Sight, topics: Collection[Topic]) -> None:
    """Let the asker follow these topics.

    Raises:
        RefusedError: RUN_NOT_FOUND: a run is not there, or not theirs to see; FORBIDDEN: they see
            it, but not its log.
    """
    run_ids = {topic.run_id for topic in topics if topic.run_id}
    found = await streams.holdings.about(run_ids) if run_ids else {}
    for topic in topics:
        _judge(sight, topic, found)


def _judge(sight: Sight, topic: Topic, holdings: dict[UUID, Holding]) -> None:
    if topic.run_id is None:
        return
    holding = holdings.get(topic.run_id)
    if holding is None or not sight.sees(holding):
        raise RefusedError(ProblemCode.RUN_NOT_FOUND)
    if topic.kind is TopicKind.LOGS:
        sight.must_change(holding)  # its lines may quote the texts that it learned from


@asynccontextmanager
async def kept(services: Services) -> AsyncGenerator[None]:
    """End the streams of those who may not follow them any more, until leaving."""

    async def recheck() -> None:
        while True:
            await asyncio.sleep(services.settings.stream_recheck_seconds)
            try:
                for mailbox in await _void(services):
                    mailbox.end()
            except SQLAlchemyError as error:
                log.warning("streams not rechecked", error=str(error).splitlines()[0])

    task = asyncio.create_task(recheck())
    try:
        yield
    finally:
        await ended([task])


async def _void(services: Services) -> list[Mailbox]:
    """The open streams that may not go on."""
    opened = services.hub.mailboxes
    if not opened:
        return []
    async with services.engine.connect() as tx:
        token_ids = {mailbox.follower.token_id for mailbox in opened}
        principals = await access.principals(
            tx, token_ids, access.idle_of(services.settings), services.now()
        )
        found = await runs.holdings(tx, _runs(opened))
    return [mailbox for mailbox in opened if not _may_go_on(mailbox, principals, found)]


def _runs(mailboxes: Iterable[Mailbox]) -> set[UUID]:
    topics = (topic for mailbox in mailboxes for topic in mailbox.topics.values())
    return {topic.run_id for topic in topics if topic.run_id}


def _may_go_on(
    mailbox: Mailbox, principals: dict[UUID, Principal], holdings: dict[UUID, Holding]
) -> bool:
    """Whether its token works, for the same role, and its runs may be followed."""
    principal = principals.get(mailbox.follower.token_id)
    if principal is None or principal.sight != mailbox.follower.sight:
        return False
    return all(_may_tell(principal.sight, topic, holdings) for topic in mailbox.topics.values())


def _may_tell(sight: Sight, topic: Topic, holdings: dict[UUID, Holding]) -> bool:
    try:
        _judge(sight, topic, holdings)
    except RefusedError:
        return False
    return True
