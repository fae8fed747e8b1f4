"""Workers and the queue before them: who is there, who is admitted, who may work no more."""

from collections.abc import Callable, Sequence

from litestar import Router, get, post
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from api import boards, pairing, renewal, revocation
from api.access import administrators_only, people_only, workers_only
from api.commands import workers as commands
from api.commands.workers import (
    PauseWorker,
    RegisterWorker,
    RenewKey,
    ResumeWorker,
    RevokeWorker,
    Worker,
)
from api.problems import RefusedError
from api.queries import runs
from api.routes.wiring import DOORS, Asker, Opened, PersonRequest, refusals
from api.services import Services
from api.views.workers import (
    NewWorker,
    PausedWorker,
    QueueStatus,
    Registration,
    RevokedWorker,
    WorkerList,
    WorkersSelf,
    WorkerStatus,
)
from infra import streams
from schemas import subjects
from schemas.events.worker import WorkerEvent
from schemas.problems import ProblemCode

Decision = Callable[[Worker | None], Sequence[WorkerEvent]]


@get("/workers", summary="List workers", responses=refusals())
async def list_workers(services: Opened, principal: Asker) -> WorkerList:
    """Answer with every computer that was admitted, and what it says of itself if it is there."""
    async with services.engine.connect() as tx:
        seen = await boards.look(tx, services.log.client)
        trained = await runs.trained(tx, seen.trained)
    return seen.workers_for(principal.sight, trained)


@get(
    "/queue/status",
    summary="Show how busy the queue is",
    responses=refusals(),
)
async def show_queue(services: Opened) -> QueueStatus:
    """Answer with numbers only: how many runs of everybody's wait and train, and who is there."""
    async with services.engine.connect() as tx:
        seen = await boards.look(tx, services.log.client)
    return seen.queue


@post(
    "/workers/register",
    summary="Register a worker",
    status_code=HTTP_201_CREATED,
    responses=refusals(ProblemCode.INVALID_REQUEST),
)
async def register_worker(
    request: PersonRequest, data: JSONBody[NewWorker], services: Opened, principal: Asker
) -> Registration:
    """Admit a computer to a pool. Its token is in this answer and never again."""
    command = RegisterWorker(
        worker_id=commands.id_for(data.name), name=data.name, pool=data.pool, actor=principal.actor
    )
    await _queue_for(services, data.pool)
    written = await services.workers.carry_out(
        subjects.worker(command.worker_id),
        lambda worker: commands.register(command, worker, services.now()),
    )
    token = await renewal.issue(services, written.state)
    await services.can_be_read(written.last_sequence)
    return Registration(
        id=command.worker_id,
        name=data.name,
        pool=data.pool,
        token=token,
        join_command=pairing.join_command(request, services.settings, token),
    )


async def _queue_for(services: Services, pool: str) -> None:
    """The first worker of a pool finds its queue."""
    queue = streams.jobs_consumer(pool, services.settings.ack_wait_seconds)
    await services.log.jetstream.add_consumer(subjects.TRAINING, queue)


@post(
    "/workers/{worker_id:str}/revoke",
    summary="Revoke a worker",
    status_code=HTTP_200_OK,
    responses=refusals(ProblemCode.WORKER_NOT_FOUND),
)
async def revoke_worker(
    worker_id: FromPath[str], services: Opened, principal: Asker
) -> RevokedWorker:
    """Refuse the worker from now on, here and at the broker; its runs go on elsewhere at once."""
    command = RevokeWorker(worker_id=commands.named(worker_id), actor=principal.actor)
    await services.can_be_read(await revocation.revoke(services, command))
    return RevokedWorker(id=worker_id, status=WorkerStatus.REVOKED)


@post(
    "/workers/{worker_id:str}/pause",
    summary="Pause a worker",
    status_code=HTTP_200_OK,
    responses=refusals(ProblemCode.WORKER_NOT_FOUND, ProblemCode.WORKER_REVOKED),
)
async def pause_worker(
    worker_id: FromPath[str], services: Opened, principal: Asker
) -> PausedWorker:
    """Have the worker end what it trains and take nothing new, until it is resumed."""
    command = PauseWorker(worker_id=commands.named(worker_id), actor=principal.actor)
    await _told(services, worker_id, lambda worker: commands.pause(command, worker, services.now()))
    return PausedWorker(id=worker_id, paused=True)


@post(
    "/workers/{worker_id:str}/resume",
    summary="Resume a worker",
    status_code=HTTP_200_OK,
    responses=refusals(ProblemCode.WORKER_NOT_FOUND, ProblemCode.WORKER_REVOKED),
)
async def resume_worker(
    worker_id: FromPath[str], services: Opened, principal: Asker
) -> PausedWorker:
    """Have the worker take jobs again."""
    command = ResumeWorker(worker_id=commands.named(worker_id), actor=principal.actor)
    await _told(
        services, worker_id, lambda worker: commands.resume(command, worker, services.now())
    )
    return PausedWorker(id=worker_id, paused=False)


async def _told(services: Services, worker_id: str, decision: Decision) -> None:
    """Have the log hold what was decided of a worker, and tables show it."""
    written = await services.workers.carry_out(subjects.worker(worker_id), decision)
    await services.can_be_read(written.last_sequence)


@post(
    "/workers/{worker_id:str}/token",
    summary="Renew a worker's token",
    status_code=HTTP_201_CREATED,
    responses=refusals(ProblemCode.WORKER_NOT_FOUND, ProblemCode.WORKER_REVOKED),
)
async def renew_token(
    request: PersonRequest, worker_id: FromPath[str], services: Opened, principal: Asker
) -> Registration:
    """Answer with a new token, never shown again; the old one opens nothing from now on."""
    command = RenewKey(worker_id=commands.named(worker_id), actor=principal.actor)
    worker, token, sequence = await renewal.renew(services, command)
    await services.can_be_read(sequence)
    return Registration(
        id=worker_id,
        name=worker.name,
        pool=worker.pool,
        token=token,
        join_command=pairing.join_command(request, services.settings, token),
    )


@get(
    "/workers/self",
    summary="Show a worker what it is",
    guards=[workers_only],
    responses=refusals(ProblemCode.WORKER_NOT_FOUND, ProblemCode.WORKER_REVOKED),
)
async def show_self(request: PersonRequest, services: Opened, principal: Asker) -> WorkersSelf:
    """Answer the worker that asks with its name, its pool and where its broker is."""
    found = await services.workers.load(subjects.worker(principal.subject))
    worker = commands.admitted(found.state)
    return WorkersSelf(
        id=worker.worker_id,
        name=worker.name,
        pool=worker.pool,
        nats_url=pairing.broker_url(request, services.settings),
    )


@get(
    "/ca",
    summary="Show the installation's own authority",
    media_type="application/x-pem-file",
    response_description="Its certificate in PEM",
    responses=refusals(ProblemCode.NOT_FOUND),
    sync_to_thread=True,
)
def show_authority(services: Opened) -> str:
    """Answer with the certificate that signed the server's, for workers that compare it."""
    certificate = pairing.authority(services.settings)
    if certificate is None:
        raise RefusedError(ProblemCode.NOT_FOUND)
    return certificate


router = Router(
    path="/",
    route_handlers=[list_workers, show_queue],
    guards=[people_only],
    tags=["workers"],
)
administration = Router(
    path="/",
    route_handlers=[register_worker, revoke_worker, pause_worker, resume_worker, renew_token],
    guards=[administrators_only],
    tags=["workers"],
)
self_router = Router(path="/", route_handlers=[show_self], tags=["workers"])
authority = Router(
    path="/api/workers",
    route_handlers=[show_authority],
    dependencies=DOORS,
    security=[{}],
    tags=["workers"],
)
"""For whoever has yet to learn whom to trust."""
