"""How the installation fares, and the tables built again, for administrators."""

import asyncio
import shutil
from uuid import uuid4

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from litestar.status_codes import HTTP_202_ACCEPTED
from nats.errors import Error as NatsError
from nats.js.api import StreamInfo
from sqlalchemy.exc import SQLAlchemyError

from api import boards
from api.access import administrators_only
from api.commands import replays
from api.commands.replays import RequestReplay
from api.problems import RefusedError
from api.queries import installation
from api.queries.installation import Database
from api.readiness import Readiness
from api.routes.wiring import Asker, Opened, refusals
from api.services import Services
from api.views.system import (
    BrokerShown,
    ConsumersShown,
    DatabaseShown,
    DiskShown,
    NewReplay,
    ReplayBegun,
    ReplayShown,
    SealsShown,
    StreamShown,
    SystemShown,
    WorkersShown,
)
from api.views.workers import WorkerStatus
from infra.bus import UnavailableError
from infra.version import code_version
from schemas import subjects
from schemas.events.setting import READ_MODEL
from schemas.installation import (
    ConsumersTold,
    Installation,
    ReplayAnswer,
    ReplayTold,
    ReplayWish,
)
from schemas.problems import ProblemCode

LOOK_SECONDS = 4.0
"""For each part of the installation to answer."""
BEGIN_SECONDS = 10.0
STREAMS = (subjects.TRAINING, subjects.TELEMETRY, subjects.PRESENCE)


@get("/system", summary="Show how the installation fares", responses=refusals())
async def show_system(services: Opened, readiness: NamedDependency[Readiness]) -> SystemShown:
    """Answer with versions, storage, backups and how far everybody is; what is away is null."""
    missing, broker, database, workers, told = await asyncio.gather(
        readiness.missing(),
        _broker(services),
        _database(services),
        _workers(services),
        _told(services),
    )
    end = broker.streams[0].last_sequence if broker else None
    return SystemShown(
        version=code_version(),
        missing=missing,
        disk=_disk(services),
        broker=broker,
        database=None if database is None else _shown(database, end),
        seals=None if database is None else _seals(database),
        workers=workers,
        consumers=None if told is None else await _consumers(services, told),
    )


@post(
    "/system/replays",
    summary="Build the tables again",
    status_code=HTTP_202_ACCEPTED,
    response_description="It is at work; `GET /api/system` tells how far",
    responses=refusals(ProblemCode.INVALID_REQUEST, ProblemCode.REPLAY_RUNNING),
)
async def begin_replay(
    data: JSONBody[NewReplay], services: Opened, principal: Asker
) -> ReplayBegun:
    """Have the tables built from the log beside those in use, compared, and used if wished."""
    command = RequestReplay(replay_id=uuid4(), action=data.action, actor=principal.actor)
    told = await _told(services)
    if told is None:
        raise UnavailableError("nobody answers who could build the tables")
    if told.replaying:
        raise RefusedError(ProblemCode.REPLAY_RUNNING)
    await services.policies.carry_out(
        subjects.setting(READ_MODEL), lambda _: replays.request(command, services.now())
    )
    await _begin(services, command)
    return ReplayBegun(id=command.replay_id, action=command.action)


async def _begin(services: Services, command: RequestReplay) -> None:
    wish = ReplayWish(
        replay_id=command.replay_id, action=command.action, requested_by=command.actor.id
    )
    answer = ReplayAnswer.model_validate_json(
        await _asked(services, subjects.REPLAY_BEGIN, wish.model_dump_json(), BEGIN_SECONDS)
    )
    if not answer.begun:
        raise RefusedError(ProblemCode.REPLAY_RUNNING)


async def _asked(services: Services, subject: str, question: str, seconds: float) -> bytes:
    """What the consumers answer.

    Raises:
        UnavailableError: none of them does.
    """
    try:
        answer = await services.log.client.request(subject, question.encode(), timeout=seconds)
    except (NatsError, TimeoutError) as error:
        raise UnavailableError("the consumers do not answer") from error
    return answer.data


async def _told(services: Services) -> ConsumersTold | None:
    try:
        answer = await _asked(services, subjects.INSTALLATION, "", LOOK_SECONDS)
    except UnavailableError:
        return None
    return Installation.model_validate_json(answer).told


async def _broker(services: Services) -> BrokerShown | None:
    client = services.log.client
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            found = [await services.log.jetstream.stream_info(name) for name in STREAMS]
            account = await services.log.jetstream.account_info()
    except (NatsError, TimeoutError):
        return None
    limit, said = account.limits.max_storage, client.connected_server_version
    return BrokerShown(
        version=f"{said.major}.{said.minor}.{said.patch}",
        streams=[_stream(info) for info in found],
        size_bytes=sum(info.state.bytes for info in found),
        limit_bytes=limit if limit > 0 else services.settings.store_limit_bytes or None,
    )


def _stream(info: StreamInfo) -> StreamShown:
    return StreamShown(
        name=info.config.name or "",
        messages=info.state.messages,
        size_bytes=info.state.bytes,
        last_sequence=info.state.last_seq,
    )


async def _database(services: Services) -> Database | None:
    try:
        async with asyncio.timeout(LOOK_SECONDS), services.engine.connect() as tx:
            return await installation.look(tx)
    except (SQLAlchemyError, TimeoutError):
        return None


def _shown(found: Database, end: int | None) -> DatabaseShown:
    return DatabaseShown(
        version=found.version,
        size_bytes=found.size_bytes,
        behind=None if end is None else max(0, end - found.position),
        dead_letters=found.dead_letters,
    )


def _seals(found: Database) -> SealsShown:
    sequence, sealed_at = found.sealed or (None, None)
    return SealsShown(sequence=sequence, sealed_at=sealed_at)


async def _workers(services: Services) -> WorkersShown | None:
    try:
        async with asyncio.timeout(LOOK_SECONDS), services.engine.connect() as tx:
            seen = await boards.look(tx, services.log.client)
    except (SQLAlchemyError, NatsError, UnavailableError, TimeoutError):
        return None
    statuses = seen.statuses
    admitted = [
        row
        for row, status in zip(seen.workers, statuses, strict=True)
        if status is not WorkerStatus.REVOKED
    ]
    return WorkersShown(
        online=statuses.count(WorkerStatus.ONLINE),
        paused=sum(row["paused"] for row in admitted),
        total=len(admitted),
    )


def _disk(services: Services) -> DiskShown:
    usage = shutil.disk_usage(services.settings.data_dir)
    return DiskShown(used_bytes=usage.used, free_bytes=usage.free, total_bytes=usage.total)


async def _consumers(services: Services, told: ConsumersTold) -> ConsumersShown:
    return ConsumersShown(
        version=told.version,
        read_models=told.read_models,
        replaying=told.replaying,
        replay=None if told.replay is None else await _replay(services, told.replay),
        backups=told.backups,
    )


async def _replay(services: Services, told: ReplayTold) -> ReplayShown:
    async with services.engine.connect() as tx:
        names = await installation.names(tx, [told.requested_by])
    fields = told.model_dump(exclude={"replay_id"})
    name = names.get(told.requested_by)
    return ReplayShown(id=told.replay_id, requested_by_name=name, **fields)


router = Router(
    path="/",
    route_handlers=[show_system, begin_replay],
    guards=[administrators_only],
    tags=["system"],
)
