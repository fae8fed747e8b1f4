"""What happens, as it happens: a run's events, its log, and any topics in one stream."""

import re
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, HeaderParameter, QueryParameter
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT
from sqlalchemy.ext.asyncio import AsyncConnection

from api import places, sse
from api.access import people_only
from api.backpressure import Backpressure
from api.channel import Channel
from api.places import BEFORE_LINES, LogPlace, Place, after_batch
from api.problems import RefusedError
from api.queries import positions, trail
from api.queries import runs as queries
from api.rates import few_streams
from api.rechecks import may_follow
from api.routes.wiring import Asker, Opened, refusals
from api.sse import Streams
from api.topics import Topic, TopicKind, parse
from api.views.classifications import ClassificationsNews
from api.views.runs import News, Progress, RunLogLine, RunNews
from api.views.workers import QueueNews, WorkersNews
from schemas.lifecycle import RunStatus
from schemas.problems import ProblemCode

LastEventId = Annotated[
    str | None,
    HeaderParameter(name="Last-Event-ID", description="Sent by a browser that comes back."),
]
After = Annotated[
    str | None,
    QueryParameter(description="As `Last-Event-ID`, for who can't set headers; the later counts."),
]
Topics = Annotated[
    str,
    QueryParameter(
        description="What to follow, separated by commas: `run:<id>` (a run's events and progress),"
        " `logs:<id>` (its log), `runs` and `datasets` (that something happened to one of yours),"
        " `classifications` (the same of sheets, and how far those are that are not over),"
        " `alerts`, `queue` (how many wait, and where yours stand), `workers` (who comes and goes,"
        " and how they fare)."
    ),
]
Answer = Response[Any]

NOTHING_NEWER = ResponseSpec(
    None, description="The run has ended and nothing newer will come: do not ask again"
)
SHOWN_CHARACTERS = 60
MOST_SEQUENCE = 2**62
_PLACE = re.compile(r"^(\d{1,18})(?:-(\d{1,9}))?$")


@get(
    "/{run_id:uuid}/events",
    summary="Follow a run",
    media_type=sse.MEDIA_TYPE,
    responses={
        HTTP_200_OK: ResponseSpec(
            RunNews | Progress,
            media_type=sse.MEDIA_TYPE,
            description="Server-sent events. An event of the log has its sequence as `id`, its"
            " short name (`epoch_completed`) as `event`, and a RunNews as `data`. A `progress`"
            " event has no id and a Progress as `data`.",
            generate_examples=False,
        ),
        HTTP_204_NO_CONTENT: NOTHING_NEWER,
    }
    | refusals(ProblemCode.RUN_NOT_FOUND),
)
async def follow_events(
    run_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    last_event_id: LastEventId = None,
    after: After = None,
) -> Answer:
    """Send the run's events after the one named, then those that happen, until the run has ended.

    Ids are the log's sequences: a client that returns with its last one misses nothing and sees
    nothing twice.
    """
    seen = max(place(last_event_id)[0], place(after)[0])
    row = await services.streams.ask(lambda tx: queries.one(tx, principal.sight, run_id))
    if row is None:
        raise RefusedError(ProblemCode.RUN_NOT_FOUND)
    if RunStatus(row["status"]).ended and row["last_sequence"] <= seen:
        return _nothing()
    return _stream(sse.events(services.streams, principal.follower, run_id, seen))


@get(
    "/{run_id:uuid}/logs",
    summary="Read a run's log as it is written",
    media_type=sse.MEDIA_TYPE,
    responses={
        HTTP_200_OK: ResponseSpec(
            RunLogLine,
            media_type=sse.MEDIA_TYPE,
            description="Server-sent events named `log`, one for each line, with a RunLogLine as"
            " `data`. The id, as `1042-7`, is to be returned as it is.",
            generate_examples=False,
        ),
        HTTP_204_NO_CONTENT: NOTHING_NEWER,
    }
    | refusals(ProblemCode.RUN_NOT_FOUND),
)
async def follow_logs(
    run_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    last_event_id: LastEventId = None,
    after: After = None,
) -> Answer:
    """Send the run's log lines after the one named, then those to come, until the run has ended."""
    seen = max(place(last_event_id), place(after))
    await may_follow(services.streams, principal.sight, [Topic(TopicKind.LOGS, run_id)])
    ended = await services.streams.ask(lambda tx: trail.has_ended(tx, run_id))
    if ended and not await services.streams.ask(lambda tx: _has_lines(tx, run_id, seen)):
        return _nothing()
    begin = Place(0, seen)
    return _stream(sse.logs(services.streams, principal.follower, run_id, begin, complete=ended))


async def _has_lines(tx: AsyncConnection, run_id: UUID, after: LogPlace) -> bool:
    return bool(await trail.log_lines(tx, [run_id], (after, MOST_SEQUENCE), limit=1))


@get(
    "/",
    summary="Follow several topics in one stream",
    media_type=sse.MEDIA_TYPE,
    responses={
        HTTP_200_OK: ResponseSpec(
            News | Progress | RunLogLine | QueueNews | WorkersNews | ClassificationsNews,
            media_type=sse.MEDIA_TYPE,
            description="Server-sent events; every `data` names its `topics`. An event of the log"
            " has its short name (`epoch_completed`) as `event` and a News as `data`; a `log` is a"
            " line of a run's log. Their ids are places: return the last one to any process of the"
            " API, with the same topics or others, and nothing is missed or told twice. The first"
            " message, `opened`, has the place where the stream begins. Messages without an id"
            " show how things are now: `progress` of a run, `queue`, `workers`, `classifications`.",
            generate_examples=False,
        ),
    }
    | refusals(ProblemCode.RUN_NOT_FOUND, ProblemCode.TOPIC_UNKNOWN, ProblemCode.TOO_MANY_TOPICS),
)
async def follow_topics(
    services: Opened,
    principal: Asker,
    topics: Topics,
    last_event_id: LastEventId = None,
    after: After = None,
) -> Answer:
    """Send what happens under the topics after the place named; without one, from now on.

    A topic that is new in the list is told from the same place on.
    """
    followed = _chosen(topics, services.settings.stream_topics)
    await may_follow(services.streams, principal.sight, followed)
    if last_event_id is None and after is None:
        begin = await _now(services.streams, followed)
    else:
        begin = places.later(places.parse(last_event_id or ""), places.parse(after or ""))
    return _stream(sse.topics(services.streams, principal.follower, followed, begin))


def _chosen(stated: str, most: int) -> list[Topic]:
    """The topics in ``stated``, each once.

    Raises:
        RefusedError: TOPIC_UNKNOWN, TOO_MANY_TOPICS.
    """
    names = stated.split(",")
    if len(names) > most:
        raise RefusedError(ProblemCode.TOO_MANY_TOPICS, {"topics": len(names), "limit": most})
    chosen: dict[Topic, None] = {}
    for name in names:
        topic = parse(name)
        if topic is None:
            raise RefusedError(ProblemCode.TOPIC_UNKNOWN, {"topic": name[:SHOWN_CHARACTERS]})
        chosen[topic] = None
    return list(chosen)


async def _now(streams: Streams, topics: list[Topic]) -> Place:
    """Behind all that can be read of the log, and of log lines if any are followed."""
    begin = Place(await _position(streams, streams.hub.training))
    if any(topic.kind is TopicKind.LOGS for topic in topics):
        begin = begin.after_line(after_batch(await _position(streams, streams.hub.telemetry)))
    return begin


async def _position(streams: Streams, channel: Channel) -> int:
    """As the hub has it; what it has not heard of yet comes as news."""
    if channel.position.known:
        return channel.position.sequence
    return await streams.ask(lambda tx: positions.of(tx, channel.projection)) or 0


def place(stated: str | None) -> LogPlace:
    """What an id names: ``1042-7``, or ``1042`` for all of 1042. Nonsense is the start."""
    found = _PLACE.match(stated.strip()) if stated else None
    if found is None:
        return BEFORE_LINES
    sequence, line = found.groups()
    return after_batch(int(sequence)) if line is None else (int(sequence), int(line))


def _stream(content: sse.Stream) -> Answer:
    return Stream(content, media_type=sse.MEDIA_TYPE, headers=sse.HEADERS)


def _nothing() -> Answer:
    return Response(None, status_code=HTTP_204_NO_CONTENT, headers=sse.HEADERS)


router = Router(
    path="/runs",
    route_handlers=[follow_events, follow_logs],
    guards=[people_only, few_streams],
    middleware=[Backpressure()],
    tags=["runs"],
)
events_router = Router(
    path="/events",
    route_handlers=[follow_topics],
    guards=[people_only, few_streams],
    middleware=[Backpressure()],
    tags=["streams"],
)
