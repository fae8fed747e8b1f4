"""Trainings that are being put together: begun, changed step by step, given up."""

from uuid import UUID

from litestar import Router, delete, get, patch, post
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_201_CREATED

from api import base_models, drafts, samples, storage
from api.access import Principal, people_only
from api.commands.rules import Rules
from api.routes.wiring import Asker, Opened, refusals
from api.samples import Way
from api.services import Services
from api.views.drafts import Draft, DraftChange, DraftList, NewDraft, Wish
from schemas.hyperparameters import Hyperparameters, resolve
from schemas.problems import ProblemCode

CHOSEN = {"preset", "hyperparameters"}
"""Whoever names these wants them so."""


@post(
    "/",
    summary="Begin a draft",
    response_description="The draft is kept",
    status_code=HTTP_201_CREATED,
    responses=refusals(ProblemCode.INVALID_REQUEST, ProblemCode.DATASET_NOT_FOUND),
)
async def begin_draft(data: JSONBody[NewDraft], services: Opened, principal: Asker) -> Draft:
    """Begin a training that is not asked for yet. Nothing is queued, and nobody else sees it."""
    way = await _way(services, data.dataset_id, principal)
    wish = Wish(preset=way.preset, hyperparameters={**way.hyperparameters})
    async with services.engine.begin() as tx:
        return await drafts.begin(tx, principal.subject, data.dataset_id, wish, services.now())


async def _way(services: Services, dataset_id: UUID | None, principal: Principal) -> Way:
    """How the dataset is trained as long as nobody has chosen.

    Raises:
        RefusedError: DATASET_NOT_FOUND.
    """
    if dataset_id is None:
        return samples.USUAL
    dataset = await storage.seen(services, dataset_id, principal.sight)
    return samples.way_of(dataset.uploaded.file_sha256)


@get("/", summary="List your drafts", responses=refusals())
async def list_drafts(services: Opened, principal: Asker) -> DraftList:
    """Answer with the trainings that you are putting together."""
    async with services.engine.connect() as tx:
        return DraftList(items=await drafts.of_person(tx, principal.subject))


@get("/{draft_id:uuid}", summary="Show a draft", responses=refusals(ProblemCode.DRAFT_NOT_FOUND))
async def show_draft(draft_id: FromPath[UUID], services: Opened, principal: Asker) -> Draft:
    """Answer with what has been chosen so far."""
    async with services.engine.connect() as tx:
        return await drafts.one(tx, principal.subject, draft_id)


@patch(
    "/{draft_id:uuid}",
    summary="Change a draft",
    responses=refusals(
        ProblemCode.INVALID_REQUEST,
        ProblemCode.DRAFT_NOT_FOUND,
        ProblemCode.DATASET_NOT_FOUND,
        ProblemCode.BASE_MODEL_NOT_ALLOWED,
    ),
)
async def change_draft(
    draft_id: FromPath[UUID], data: JSONBody[DraftChange], services: Opened, principal: Asker
) -> Draft:
    """Change what is named. What no training could be asked for with is refused here already."""
    way = await _way(services, data.dataset_id, principal)
    if data.base_model is not None:
        base_models.refuse_others(data.base_model, services.settings.base_models)
    rules = await services.standing.rules()
    async with services.engine.begin() as tx:
        draft = await drafts.one(tx, principal.subject, draft_id, held=True)
        changed = draft.changed(data)
        if data.dataset_id is not None and data.model_fields_set.isdisjoint(CHOSEN):
            changed = _trained(changed, way)
        if "hyperparameters" in data.model_fields_set:
            _refuse_beyond(rules, changed)
        return await drafts.keep(tx, principal.subject, changed, services.now())


def _trained(draft: Draft, way: Way) -> Draft:
    """The draft with its new dataset's own way, unless somebody has chosen another."""
    if Way(draft.preset, draft.hyperparameters) not in (samples.USUAL, samples.QUICK):
        return draft
    own = {"preset": way.preset, "hyperparameters": {**way.hyperparameters}}
    return draft.model_copy(update=own)


def _refuse_beyond(rules: Rules, draft: Draft) -> None:
    chosen = Hyperparameters.model_validate(draft.hyperparameters)
    rules.refuse_beyond(resolve(draft.preset, chosen, [], base=rules.base(draft.preset)))


@delete(
    "/{draft_id:uuid}",
    summary="Give up a draft",
    responses=refusals(ProblemCode.DRAFT_NOT_FOUND),
)
async def drop_draft(draft_id: FromPath[UUID], services: Opened, principal: Asker) -> None:
    """Forget it; its dataset stays."""
    async with services.engine.begin() as tx:
        await drafts.drop(tx, principal.subject, draft_id)


router = Router(
    path="/drafts",
    route_handlers=[begin_draft, list_drafts, show_draft, change_draft, drop_draft],
    guards=[people_only],
    tags=["runs"],
)
