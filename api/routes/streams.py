"""A run's events and log as they happen."""

import re
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, HeaderParameter, QueryParameter
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from api import sse
from api.access import people_only
from api.problems import RefusedError
from api.queries import runs as queries
from api.queries import trail
from api.queries.trail import LogPlace
from api.routes.wiring import Asker, Opened, refusals
from api.views.runs import Progress, RunLogLine, RunNews
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
Answer = Response[Any]

NOTHING_NEWER = ResponseSpec(
    None, description="The run has ended and nothing newer will come: do not ask again"
)
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
    async with services.engine.connect() as tx:
        row = await queries.one(tx, principal.subject, run_id)
    if row is None:
        raise RefusedError(ProblemCode.RUN_NOT_FOUND)
    if RunStatus(row["status"]).ended and row["last_sequence"] <= seen:
        return _nothing()
    return _stream(sse.events(services.streams, run_id, seen))


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
    async with services.engine.connect() as tx:
        row = await queries.one(tx, principal.subject, run_id)
        if row is None:
            raise RefusedError(ProblemCode.RUN_NOT_FOUND)
        ended = RunStatus(row["status"]).ended
        if ended and not await trail.log_lines(tx, [run_id], seen, limit=1):
            return _nothing()
    return _stream(sse.logs(services.streams, run_id, seen, complete=ended))


def place(stated: str | None) -> LogPlace:
    """What an id names: ``1042-7``, or ``1042`` for all of 1042. Nonsense is the start."""
    found = _PLACE.match(stated.strip()) if stated else None
    if found is None:
        return (0, -1)
    sequence, line = found.groups()
    return trail.after_batch(int(sequence)) if line is None else (int(sequence), int(line))


def _stream(content: sse.Stream) -> Answer:
    return Stream(content, media_type=sse.MEDIA_TYPE, headers=sse.HEADERS)


def _nothing() -> Answer:
    return Response(None, status_code=HTTP_204_NO_CONTENT, headers=sse.HEADERS)


router = Router(
    path="/runs", route_handlers=[follow_events, follow_logs], guards=[people_only], tags=["runs"]
)
