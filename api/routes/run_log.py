"""A run's log as it is now: its newest lines, and all of them as a file."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from litestar import Router, get
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from api.access import people_only
from api.places import BEFORE_LINES, LogPlace
from api.queries import trail
from api.queries.trail import LogRow
from api.rates import COST
from api.rechecks import may_follow
from api.routes import downloads
from api.routes.wiring import Asker, Opened, refusals
from api.services import Services
from api.topics import Topic, TopicKind
from api.views.runs import KeptLine, LogTail
from schemas.problems import ProblemCode

TEXT = "text/plain"
FILE_COST = 4
"""Requests of another kind."""
PAGE_LINES = 1000
_NOTHING_NEWER = (1 << 62) - 1

Wanted = Annotated[
    str | None,
    QueryParameter(max_length=200, pattern=r"^[^\x00]*$", description="Part of the line."),
]
Lines = Annotated[int, QueryParameter(ge=1, le=500, description="How many at most.")]


@get(
    "/{run_id:uuid}/log",
    summary="Show the end of a run's log",
    responses=refusals(ProblemCode.INVALID_REQUEST, ProblemCode.RUN_NOT_FOUND),
)
async def show_log(
    run_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    search: Wanted = None,
    limit: Lines = 500,
) -> LogTail:
    """Answer with the newest lines, or the newest that hold a text, oldest first."""
    await may_follow(services.streams, principal.sight, [Topic(TopicKind.LOGS, run_id)])
    async with services.engine.connect() as tx:
        lines, total = await trail.newest_lines(tx, run_id, search, limit)
    return LogTail(items=[_shown(line) for line in lines], total=total)


def _shown(line: LogRow) -> KeptLine:
    return KeptLine.model_validate(
        {
            "at": line.at,
            "level": line.level,
            "text": line.text,
            "attempt": line.attempt,
            "place": line.place_text,
        }
    )


@get(
    "/{run_id:uuid}/log.txt",
    summary="Download a run's log",
    media_type=TEXT,
    opt={COST: FILE_COST},
    responses=downloads.described(TEXT, "Every line that is kept, oldest first")
    | refusals(ProblemCode.RUN_NOT_FOUND),
)
async def download_log(run_id: FromPath[UUID], services: Opened, principal: Asker) -> Stream:
    """Send all lines as text: when, how grave, what."""
    await may_follow(services.streams, principal.sight, [Topic(TopicKind.LOGS, run_id)])
    headers = {"Content-Disposition": f'attachment; filename="afina-{run_id}.log.txt"'}
    return Stream(_written(services, run_id), media_type=TEXT, headers=headers)


async def _written(services: Services, run_id: UUID) -> AsyncIterator[bytes]:
    after: LogPlace = BEFORE_LINES
    while True:
        async with services.engine.connect() as tx:
            span = (after, _NOTHING_NEWER)
            lines = await trail.log_lines(tx, [run_id], span, PAGE_LINES)
        if not lines:
            return
        after = lines[-1].place
        yield "".join(map(_text, lines)).encode()


def _text(line: LogRow) -> str:
    return f"{line.at.isoformat(timespec='milliseconds')} {line.level} {line.text}\n"


router = Router(
    path="/runs", route_handlers=[show_log, download_log], guards=[people_only], tags=["runs"]
)
