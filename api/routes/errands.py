"""What a worker does besides training: removes models, answers to sheets.

It asks for its errands with its token. Texts and answers travel with a grant alone.
"""

from typing import Annotated
from uuid import UUID

from litestar import Router, get, post, put
from litestar.handlers.base import BaseRouteHandler
from litestar.params import FromPath, HeaderParameter, JSONBody, PathParameter
from litestar.response import Stream
from litestar.status_codes import HTTP_204_NO_CONTENT

from api import answers, grants, portions, storage
from api.access import AnyConnection, workers_only
from api.commands import classifications as commands
from api.commands import models as model_commands
from api.commands.classifications import FailClassification, WorkOnClassification
from api.commands.downloads import by_worker
from api.commands.models import DeleteModel
from api.grants import ClassificationGrant
from api.people import keys
from api.problems import RefusedError
from api.queries import classifications, models
from api.routes import downloads
from api.routes.examples import PARQUET
from api.routes.wiring import DEPENDENCIES, Asker, Opened, refusals
from api.services import Services
from api.sight import Sight
from api.views.base import Row
from schemas import subjects
from schemas.classification import Portion
from schemas.errands import (
    PORTION_BYTES,
    AnswersStored,
    ClassificationToDo,
    Errands,
    FailureTold,
    ModelToRemove,
)
from schemas.problems import ProblemCode

GrantShown = Annotated[
    str | None,
    HeaderParameter(name=grants.HEADER, description="From `GET /workers/self/errands`."),
]
Start = Annotated[int, PathParameter(ge=0, le=10_000_000, description="The first row's, from 0.")]
OF_GRANT = (ProblemCode.INVALID_REQUEST, ProblemCode.GRANT_INVALID)


@get("/workers/self/errands", summary="Show a worker its errands", responses=refusals())
async def list_errands(services: Opened, principal: Asker) -> Errands:
    """Answer the worker with the models that it is to remove, and the sheet whose turn it is."""
    async with services.engine.connect() as tx:
        doomed = await models.doomed(tx, principal.subject)
        due = await classifications.next_of_worker(tx, principal.subject)
    removals = [ModelToRemove(run_id=row["run_id"], path=row["path"]) for row in doomed]
    to_do = None if due is None else await _to_do(services, due, principal.subject)
    return Errands(removals=removals, classification=to_do)


async def _to_do(services: Services, due: Row, worker_id: str) -> ClassificationToDo:
    about: UUID = due["classification_id"]
    expires_at = services.now() + grants.LIFE
    grant = ClassificationGrant(classification_id=about, worker_id=worker_id, expires_at=expires_at)
    return ClassificationToDo(
        id=about,
        run_id=due["run_id"],
        path=due["path"],
        rows=due["rows"],
        rows_answered=await portions.rows_answered(services.blobs, about),
        grant=grants.written(grant, await keys.key(services.engine, grants.KEY)),
    )


@post(
    "/workers/self/removals/{run_id:uuid}",
    summary="Tell that a model's files are gone",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(ProblemCode.RUN_NOT_FOUND),
)
async def tell_removal(run_id: FromPath[UUID], services: Opened, principal: Asker) -> None:
    """Take the worker's word that a model is removed that was to be."""
    async with services.engine.connect() as tx:
        row = await models.one(tx, Sight(principal.subject, everything=True), run_id)
    if row is None:
        raise RefusedError(ProblemCode.RUN_NOT_FOUND)
    trained = models.trained(row)
    command = DeleteModel(run_id=run_id, actor=by_worker(principal.subject))
    await services.models.carry_out(
        subjects.model(run_id),
        lambda model: model_commands.tell_deleted(command, model, trained, services.now()),
    )


@get(
    "/{classification_id:uuid}/texts",
    summary="Download a sheet's texts",
    media_type=PARQUET,
    responses=downloads.described(PARQUET, "One column, `text`")
    | refusals(*OF_GRANT, ProblemCode.DATASET_NOT_FOUND),
)
async def download_texts(
    classification_id: FromPath[UUID], services: Opened, grant: GrantShown = None
) -> Stream:
    """Send the texts to the worker that is to answer to them, and tell that it has begun."""
    command = await _granted(services, classification_id, grant)
    content = await storage.sending(services.blobs, answers.texts_key(classification_id))
    await services.classifications.carry_out(
        subjects.classification(classification_id),
        lambda before: commands.start(command, before, services.now()),
    )
    return Stream(content, media_type=PARQUET)


@put(
    "/{classification_id:uuid}/answers/{start:int}",
    summary="Store answers to a sheet's texts",
    request_max_body_size=PORTION_BYTES,
    responses=refusals(*OF_GRANT),
)
async def store_answers(
    classification_id: FromPath[UUID],
    start: Start,
    data: JSONBody[Portion],
    services: Opened,
    grant: GrantShown = None,
) -> AnswersStored:
    """Keep the answers to the rows from `start` on, if those before are there; the last end it.

    What was sent before, or out of turn, is not kept: the answer says from where to go on.
    """
    command = await _granted(services, classification_id, grant)
    about = subjects.classification(classification_id)
    async with answers.held(services, classification_id):
        before = (await services.classifications.load(about)).state
        rows = commands.held(before, command.actor.id).requested.rows
        reached = await portions.rows_answered(services.blobs, classification_id)
        if start == reached and 0 < len(data.predictions) <= rows - reached:
            with services.intake.folder() as folder:
                reached = await answers.put_portion(
                    services.blobs, classification_id, start, data, folder
                )
            await portions.tell(services.engine)
        if reached == rows:
            await services.classifications.carry_out(
                about, lambda before: commands.complete(command, before, services.now())
            )
    return AnswersStored(rows_answered=reached)


@post(
    "/{classification_id:uuid}/failure",
    summary="Tell that a sheet cannot be classified",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*OF_GRANT),
)
async def tell_failure(
    classification_id: FromPath[UUID],
    data: JSONBody[FailureTold],
    services: Opened,
    grant: GrantShown = None,
) -> None:
    """Take the worker's word that there will be no answers."""
    allowed = await _granted(services, classification_id, grant)
    command = FailClassification(
        classification_id=classification_id,
        code=data.code,
        detail=data.detail,
        actor=allowed.actor,
    )
    async with answers.held(services, classification_id):
        await services.classifications.carry_out(
            subjects.classification(classification_id),
            lambda before: commands.fail(command, before, services.now()),
        )


def grants_only(connection: AnyConnection, _: BaseRouteHandler) -> None:
    """Guard: whoever shows no grant is told so before anything else is read.

    Raises:
        RefusedError: UNAUTHENTICATED.
    """
    if grants.HEADER not in connection.headers:
        raise RefusedError(ProblemCode.UNAUTHENTICATED)


async def _granted(
    services: Services, classification_id: UUID, grant: str | None
) -> WorkOnClassification:
    """What its worker may say of the classification, for as long as the grant lasts.

    Raises:
        RefusedError: UNAUTHENTICATED, GRANT_INVALID.
    """
    if grant is None:
        raise RefusedError(ProblemCode.UNAUTHENTICATED)
    key = await keys.key(services.engine, grants.KEY)
    given = grants.read(grant, key, ClassificationGrant)
    if given.classification_id != classification_id or given.expires_at <= services.now():
        raise RefusedError(ProblemCode.GRANT_INVALID)
    # A worker that was revoked meanwhile may no more.
    worker = (await services.workers.load(subjects.worker(given.worker_id))).state
    if worker is None or worker.revoked:
        raise RefusedError(ProblemCode.GRANT_INVALID)
    actor = by_worker(given.worker_id)
    return WorkOnClassification(classification_id=classification_id, actor=actor)


router = Router(
    path="/",
    route_handlers=[list_errands, tell_removal],
    guards=[workers_only],
    tags=["workers"],
)
granted = Router(
    path="/api/classifications",
    route_handlers=[download_texts, store_answers, tell_failure],
    guards=[grants_only],
    dependencies=DEPENDENCIES,
    security=[{}],
    tags=["workers"],
)
"""Outside of what needs a token: the grant is the credential."""
