"""Trained models at work: asked about texts, one person at a time."""

from uuid import UUID

from litestar import Router, post
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK

from api.access import people_only
from api.commands import models as commands
from api.consultation import PATIENCE_SECONDS, consult
from api.problems import RefusedError
from api.queries import models
from api.queries import runs as queries
from api.routes.wiring import Asker, Opened, refusals
from api.views.base import Row
from api.views.predictions import Predictions, Texts, shown
from schemas import subjects
from schemas.inference import Asked
from schemas.problems import ProblemCode
from schemas.tasks import Task


@post(
    "/{run_id:uuid}/predictions",
    summary="Ask a model about texts",
    response_description="What the model answers",
    status_code=HTTP_200_OK,
    responses=refusals(
        ProblemCode.INVALID_REQUEST,
        ProblemCode.RUN_NOT_FOUND,
        ProblemCode.RUN_WITHOUT_MODEL,
        ProblemCode.MODEL_DELETED,
        ProblemCode.QUESTION_NEEDED,
        ProblemCode.QUESTION_UNFIT,
        ProblemCode.MODEL_MISSING,
        ProblemCode.MODEL_DAMAGED,
        ProblemCode.WORKER_UNREACHABLE,
        ProblemCode.WORKER_BUSY,
        ProblemCode.PREDICTION_FAILED,
        ProblemCode.TOO_LARGE,
        ProblemCode.NEWER_VERSION,
    ),
)
async def predict(
    run_id: FromPath[UUID], data: JSONBody[Texts], services: Opened, principal: Asker
) -> Predictions:
    """Answer with what the model of a run says to each text, and how sure it is.

    The worker that trained the model is asked; texts and answers are kept nowhere; that it
    was asked is, without by whom.
    """
    async with services.engine.connect() as tx:
        run = await queries.one(tx, principal.sight, run_id)
    if run is None:
        raise RefusedError(ProblemCode.RUN_NOT_FOUND)
    _refuse_unfit(run, data)
    model = (await services.models.load(subjects.model(run_id))).state
    commands.refuse_deleted(model)
    asked = Asked(
        run_id=run_id,
        texts=tuple(data.texts),
        question=data.question,
        patience_seconds=PATIENCE_SECONDS,
    )
    answered = await consult(services.log.client, run["worker_id"], asked)
    async with services.engine.begin() as tx:
        await models.note_use(tx, run_id, services.now())
    threshold = commands.review_threshold(model)
    predictions = tuple(shown(told, threshold) for told in answered)
    return Predictions(task=run["task"], predictions=predictions, review_threshold=threshold)


def _refuse_unfit(run: Row, data: Texts) -> None:
    """Let pass what the run's model can be asked.

    Raises:
        RefusedError: RUN_WITHOUT_MODEL, QUESTION_NEEDED, QUESTION_UNFIT.
    """
    if run["model"] is None:
        raise RefusedError(ProblemCode.RUN_WITHOUT_MODEL)
    takes_question = run["task"] == Task.QUESTION_ANSWERING
    if takes_question and data.question is None:
        raise RefusedError(ProblemCode.QUESTION_NEEDED)
    if not takes_question and data.question is not None:
        raise RefusedError(ProblemCode.QUESTION_UNFIT)


router = Router(path="/models", route_handlers=[predict], guards=[people_only], tags=["models"])
