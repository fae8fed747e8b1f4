"""Workers and the queue before them."""

from litestar import Router, get

from api.access import people_only
from api.queries import runs, workers
from api.routes.wiring import Asker, Opened, refusals
from api.views.workers import (
    PoolStatus,
    QueueStatus,
    WorkerList,
    WorkerStatus,
    status_of,
    worker_of,
)


@get("/workers", summary="List workers", responses=refusals())
async def list_workers(services: Opened, principal: Asker) -> WorkerList:
    """Answer with every computer that was admitted, and what it says of itself if it is there."""
    async with services.engine.connect() as tx:
        rows = await workers.every(tx)
        heartbeats = await workers.heartbeats(services.log.client, rows)
        trained = {beat.run_id for beat in heartbeats if beat and beat.run_id}
        own = await runs.owned_among(tx, principal.subject, trained)
    items = [
        worker_of(row, beat, own_run=beat is not None and beat.run_id in own)
        for row, beat in zip(rows, heartbeats, strict=True)
    ]
    return WorkerList(items=items, total=len(items))


@get(
    "/queue/status",
    summary="Show how busy the queue is",
    responses=refusals(),
)
async def show_queue(services: Opened) -> QueueStatus:
    """Answer with numbers only: how many runs of everybody's wait and train, and who is there."""
    async with services.engine.connect() as tx:
        pools = await runs.loads(tx)
        rows = await workers.every(tx)
    heartbeats = await workers.heartbeats(services.log.client, rows)
    statuses = [status_of(row, beat) for row, beat in zip(rows, heartbeats, strict=True)]
    return QueueStatus(
        pools=[
            PoolStatus(pool=load.pool, queued=load.queued, running=load.running) for load in pools
        ],
        queued=sum(load.queued for load in pools),
        running=sum(load.running for load in pools),
        workers_online=statuses.count(WorkerStatus.ONLINE),
    )


router = Router(
    path="/", route_handlers=[list_workers, show_queue], guards=[people_only], tags=["workers"]
)
