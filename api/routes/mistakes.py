"""What a model got wrong in its final exam, with the texts behind it."""

from typing import Annotated
from uuid import UUID

from litestar import Router, get
from litestar.params import FromPath, QueryParameter

from api import storage
from api.access import people_only
from api.commands.datasets import Dataset
from api.datasets import pages
from api.problems import RefusedError
from api.queries import runs as queries
from api.revisions import Workshop
from api.routes.wiring import Asker, Limit, Offset, Opened, refusals
from api.services import Services
from api.sight import Sight
from api.views.base import Row
from api.views.mistakes import MistakePage, MistakeShown, mistakes_in, with_rows
from schemas.metrics import reports
from schemas.problems import ProblemCode

Actual = Annotated[
    str | None, QueryParameter(description="Only where this label would have been right.")
]
Predicted = Annotated[str | None, QueryParameter(description="Only where this was the answer.")]


@get(
    "/{run_id:uuid}/mistakes",
    summary="Show what a model got wrong",
    responses=refusals(ProblemCode.INVALID_REQUEST, ProblemCode.RUN_NOT_FOUND),
)
async def list_mistakes(  # noqa: PLR0913 (one parameter for each of the query's)
    run_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    actual: Actual = None,
    predicted: Predicted = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> MistakePage:
    """Answer with the final exam's mistakes, surest first, and the rows that they were made on.

    A run that is not completed has none. Rows are shown to whoever sees the dataset.
    """
    async with services.engine.connect() as tx:
        row = await queries.one(tx, principal.sight, run_id)
    if row is None:
        raise RefusedError(ProblemCode.RUN_NOT_FOUND)
    told = mistakes_in(reports.validate_python(row["report"])) if row["report"] else []
    wanted = [one for one in told if _is_of(one, actual, predicted)]
    page = wanted[offset : offset + limit]
    dataset = await _dataset(services, row["dataset_id"], principal.sight)
    return MistakePage(
        items=page if dataset is None else await _with_rows(services, dataset, row, page),
        total=len(wanted),
        may_correct=dataset is not None and principal.sight.changes(dataset.holding),
    )


def _is_of(one: MistakeShown, actual: str | None, predicted: str | None) -> bool:
    pairs = ((actual, one.actual), (predicted, one.predicted))
    return all(label is None or label in labels for label, labels in pairs)


async def _dataset(services: Services, dataset_id: UUID, sight: Sight) -> Dataset | None:
    """The run's dataset, if it is still there and the asker sees it."""
    try:
        return await storage.seen(services, dataset_id, sight)
    except RefusedError:
        return None


async def _with_rows(
    services: Services, dataset: Dataset, run: Row, page: list[MistakeShown]
) -> list[MistakeShown]:
    if not page:
        return []
    rows = [one.row for one in page]
    with services.intake.folder() as folder:
        version = dataset.version(run["dataset_version"])
        path = await Workshop(services, dataset, folder).examples(version)
        task = dataset.uploaded.reading.task
        return with_rows(page, await services.intake.run(pages.rows, path, task, rows))


router = Router(path="/runs", route_handlers=[list_mistakes], guards=[people_only], tags=["runs"])
