"""Workers and the queue before them."""

from litestar import Router, get

from api import boards
from api.access import people_only
from api.queries import runs
from api.routes.wiring import Asker, Opened, refusals
from api.views.workers import QueueStatus, WorkerList


@get("/workers", summary="List workers", responses=refusals())
async def list_workers(services: Opened, principal: Asker) -> WorkerList:
    """Answer with every computer that was admitted, and what it says of itself if it is there."""
    async with services.engine.connect() as tx:
        seen = await boards.look(tx, services.log.client)
        trained = await runs.holdings(tx, seen.trained)
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


router = Router(
    path="/", route_handlers=[list_workers, show_queue], guards=[people_only], tags=["workers"]
)
