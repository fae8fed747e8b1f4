"""What a worker fetches: the examples of the run it holds.

It asks for a grant with its token, and fetches with the grant: a token never travels with the data.
"""

from typing import Annotated
from uuid import UUID

from litestar import Router, get, post
from litestar.params import FromPath, HeaderParameter
from litestar.response import Stream
from litestar.status_codes import HTTP_201_CREATED

from api import grants, storage
from api.access import workers_only
from api.commands.downloads import DownloadDataset, by_worker
from api.commands.runs import Run
from api.grants import Grant
from api.people import keys
from api.problems import RefusedError
from api.routes import downloads
from api.routes.wiring import DEPENDENCIES, Asker, Opened, refusals
from api.services import Services
from api.views.workers import GrantGiven
from infra.blobs import examples_key
from schemas import subjects
from schemas.events.dataset import Download
from schemas.lifecycle import RunStatus
from schemas.problems import ProblemCode

PARQUET = "application/vnd.apache.parquet"
GrantShown = Annotated[
    str | None,
    HeaderParameter(name=grants.HEADER, description="From `POST /runs/{run_id}/grants`."),
]


@post(
    "/{run_id:uuid}/grants",
    summary="Permit a worker to download its run's examples",
    status_code=HTTP_201_CREATED,
    responses=refusals(ProblemCode.RUN_NOT_FOUND),
)
async def grant_examples(run_id: FromPath[UUID], services: Opened, principal: Asker) -> GrantGiven:
    """Answer the worker that holds the run now with a permission of ten minutes."""
    run = await _requested(services, run_id)
    if run.state.status is not RunStatus.RUNNING or run.state.worker_id != principal.subject:
        raise RefusedError(ProblemCode.FORBIDDEN)
    # The broker lets a worker say of any run that it has begun it; of other pools' it may not.
    worker = (await services.workers.load(subjects.worker(principal.subject))).state
    if worker is not None and worker.pool != run.requested.pool:
        raise RefusedError(ProblemCode.FORBIDDEN)
    given = Grant(
        run_id=run_id,
        attempt=run.state.attempt,
        worker_id=principal.subject,
        expires_at=services.now() + grants.LIFE,
    )
    key = await keys.key(services.engine, grants.KEY)
    return GrantGiven(grant=grants.written(given, key), expires_at=given.expires_at)


async def _requested(services: Services, run_id: UUID) -> Run:
    run = (await services.runs.load(subjects.run(run_id))).state
    if run is None:
        raise RefusedError(ProblemCode.RUN_NOT_FOUND)
    return run


@get(
    "/{run_id:uuid}/examples",
    summary="Download a run's examples",
    media_type=PARQUET,
    responses=downloads.described(PARQUET, "The Parquet file whose hash the job names")
    | refusals(ProblemCode.RUN_NOT_FOUND, ProblemCode.DATASET_NOT_FOUND, ProblemCode.GRANT_INVALID),
)
async def download_examples(
    run_id: FromPath[UUID], services: Opened, grant: GrantShown = None
) -> Stream:
    """Send the examples to whom they were granted, for as long as that attempt has the run."""
    if grant is None:
        raise RefusedError(ProblemCode.UNAUTHENTICATED)
    given = grants.read(grant, await keys.key(services.engine, grants.KEY), Grant)
    run = await _requested(services, run_id)
    if not _counts(given, run, services):
        raise RefusedError(ProblemCode.GRANT_INVALID)
    content = await storage.sending(services.blobs, examples_key(run.requested.examples_sha256))
    told = DownloadDataset(
        dataset_id=run.requested.dataset_id,
        what=Download.EXAMPLES,
        version=run.requested.dataset_version,
        run_id=run_id,
        actor=by_worker(given.worker_id),
    )
    await storage.tell_fetched(services, told)
    return Stream(
        content,
        media_type=PARQUET,
        headers={"Content-Length": str(run.requested.examples_size_bytes)},
    )


def _counts(given: Grant, run: Run, services: Services) -> bool:
    """Whether the grant is for this run as it is now."""
    if given.run_id != run.requested.run_id or given.expires_at <= services.now():
        return False
    held = (run.state.status, run.state.attempt, run.state.worker_id)
    return held == (RunStatus.RUNNING, given.attempt, given.worker_id)


router = Router(
    path="/runs", route_handlers=[grant_examples], guards=[workers_only], tags=["workers"]
)
granted = Router(
    path="/api/runs",
    route_handlers=[download_examples],
    dependencies=DEPENDENCIES,
    security=[{}],
    tags=["workers"],
)
"""Outside of what needs a token: the grant is the credential."""
