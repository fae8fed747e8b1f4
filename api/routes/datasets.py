"""Datasets: listed, looked at, downloaded, removed."""

from uuid import UUID

from litestar import Router, delete, get
from litestar.params import FromPath
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK

from api import deletion, storage
from api.access import people_only
from api.commands.downloads import DownloadDataset
from api.problems import RefusedError
from api.queries import datasets as queries
from api.queries import runs as run_queries
from api.routes import downloads
from api.routes.wiring import Asker, Limit, Listed, Offset, Opened, Spoken, refusals
from api.views.base import Accepted
from api.views.datasets import DatasetDetails, DatasetPage, dataset_of, details_of
from infra.blobs import upload_key
from schemas.events.dataset import Download
from schemas.problems import ProblemCode

ANY_BYTES = "application/octet-stream"


@get("/", summary="List datasets", responses=refusals(ProblemCode.INVALID_REQUEST))
async def list_datasets(
    services: Opened,
    principal: Asker,
    listing: Listed,
    limit: Limit = 50,
    offset: Offset = 0,
) -> DatasetPage:
    """Answer with your datasets, newest first, and the models that learned from each."""
    async with services.engine.connect() as tx:
        rows, total = await queries.page(tx, principal.sight, listing, limit, offset)
        ids = [row["dataset_id"] for row in rows]
        runs = await run_queries.of_datasets(tx, principal.sight, ids)
    return DatasetPage(items=[dataset_of(row, runs) for row in rows], total=total)


@get(
    "/{dataset_id:uuid}",
    summary="Show a dataset",
    responses=refusals(ProblemCode.DATASET_NOT_FOUND),
)
async def show_dataset(
    dataset_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    language: Spoken,
) -> DatasetDetails:
    """Answer with a dataset's columns, counts and hashes, its versions, and what they taught."""
    async with services.engine.connect() as tx:
        row = await queries.one(tx, principal.sight, dataset_id)
        if row is None:
            raise RefusedError(ProblemCode.DATASET_NOT_FOUND)
        versions = await queries.versions_of(tx, principal.sight, dataset_id)
        runs = await run_queries.of_datasets(tx, principal.sight, [dataset_id])
    return details_of(row, versions, runs, language)


@get(
    "/{dataset_id:uuid}/download",
    summary="Download the original file",
    media_type=ANY_BYTES,
    responses=downloads.described(ANY_BYTES, "The very bytes that were uploaded")
    | refusals(ProblemCode.DATASET_NOT_FOUND),
)
async def download_dataset(
    dataset_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
) -> Stream:
    """Send the original bytes under their original name."""
    original = (await storage.seen(services, dataset_id, principal.sight)).uploaded
    content = await storage.sending(services.blobs, upload_key(original.file_sha256))
    told = DownloadDataset(dataset_id=dataset_id, what=Download.ORIGINAL, actor=principal.actor)
    await storage.tell(services, told, principal.sight)
    headers = downloads.attached(original.filename, original.size_bytes)
    headers["ETag"] = f'"{original.file_sha256}"'
    return Stream(content, media_type=ANY_BYTES, headers=headers)


@delete(
    "/{dataset_id:uuid}",
    summary="Delete a dataset",
    response_description="The dataset is gone",
    status_code=HTTP_200_OK,
    responses=refusals(
        ProblemCode.DATASET_NOT_FOUND,
        ProblemCode.DATASET_IN_USE,
        ProblemCode.DATASET_IN_TRAINING,
    ),
)
async def delete_dataset(
    dataset_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
) -> Accepted:
    """Remove a dataset that no training learned from, with its bytes.

    Bytes that another dataset has too stay with that one. An administrator may remove a dataset
    whose trainings are over. Backups that were made before keep it until they go.
    """
    written = await deletion.delete(services, dataset_id, principal.sight, principal.actor)
    return Accepted(id=dataset_id, sequence=written.last_sequence)


router = Router(
    path="/datasets",
    route_handlers=[list_datasets, show_dataset, download_dataset, delete_dataset],
    guards=[people_only],
    tags=["datasets"],
)
