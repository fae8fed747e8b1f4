"""What a worker fetches: the examples of the run it holds."""

from uuid import UUID

from litestar import Router, get
from litestar.params import FromPath
from litestar.response import Stream

from api import storage
from api.access import workers_only
from api.commands.downloads import DownloadDataset, by_worker
from api.problems import RefusedError
from api.routes import downloads
from api.routes.wiring import Asker, Opened, refusals
from infra.blobs import examples_key
from schemas import subjects
from schemas.events.dataset import Download
from schemas.lifecycle import RunStatus
from schemas.problems import ProblemCode

PARQUET = "application/vnd.apache.parquet"


@get(
    "/{run_id:uuid}/examples",
    summary="Download a run's examples",
    media_type=PARQUET,
    responses=downloads.described(PARQUET, "The Parquet file whose hash the job names")
    | refusals(ProblemCode.RUN_NOT_FOUND, ProblemCode.DATASET_NOT_FOUND),
)
async def download_examples(
    run_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
) -> Stream:
    """Send the examples to the worker that holds the run now, and to nobody else."""
    run = (await services.runs.load(subjects.run(run_id))).state
    if run is None:
        raise RefusedError(ProblemCode.RUN_NOT_FOUND)
    if run.state.status is not RunStatus.RUNNING or run.state.worker_id != principal.subject:
        raise RefusedError(ProblemCode.FORBIDDEN)
    content = await storage.sending(services.blobs, examples_key(run.requested.examples_sha256))
    told = DownloadDataset(
        dataset_id=run.requested.dataset_id,
        what=Download.EXAMPLES,
        version=run.requested.dataset_version,
        run_id=run_id,
        actor=by_worker(principal.subject),
    )
    await storage.tell_fetched(services, told)
    return Stream(
        content,
        media_type=PARQUET,
        headers={"Content-Length": str(run.requested.examples_size_bytes)},
    )


router = Router(
    path="/runs", route_handlers=[download_examples], guards=[workers_only], tags=["workers"]
)
