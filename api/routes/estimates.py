"""How long a training would take, before it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from litestar import Router, post
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK

from api import base_models, estimates, storage
from api.access import people_only
from api.commands.datasets import Dataset
from api.commands.rules import Rules
from api.estimates import Place, Speed
from api.problems import RefusedError
from api.queries import speeds, workers
from api.rates import COST
from api.revisions import Workshop
from api.routes.wiring import Asker, Opened, Spoken, refusals
from api.sentences import Language
from api.services import Services
from api.views.estimates import Estimates, NewEstimate, PresetEstimate, estimate_of
from api.views.workers import REVOKED
from schemas.hyperparameters import Preset, resolve
from schemas.problems import ProblemCode
from schemas.quality import QualityReport, TokenLengths

ESTIMATE_COST = 4
"""Requests of another kind."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What there is to learn, and who could."""

    dataset: Dataset
    lengths: TokenLengths
    examples: int
    places: Sequence[tuple[Place, str]]
    """With the workers' names."""
    speeds: Sequence[Speed]


@post(
    "/estimates",
    summary="Estimate how long a training would take",
    opt={COST: ESTIMATE_COST},
    response_description="A range for each preset and computer",
    status_code=HTTP_200_OK,
    responses=refusals(
        ProblemCode.INVALID_REQUEST,
        ProblemCode.DATASET_NOT_FOUND,
        ProblemCode.DATASET_VERSION_NOT_FOUND,
        ProblemCode.REPORT_NOT_FOUND,
        ProblemCode.BASE_MODEL_NOT_ALLOWED,
    ),
)
async def estimate_run(
    data: JSONBody[NewEstimate], services: Opened, principal: Asker, language: Spoken
) -> Estimates:
    """Answer with seconds by what earlier trainings took, or with why there is only a guess."""
    base_models.refuse_others(data.base_model, services.settings.base_models)
    dataset = await storage.seen(services, data.dataset_id, principal.sight)
    matter = await _matter(data, services, dataset)
    presets = list(Preset) if data.preset is None else [data.preset]
    rules = await services.standing.rules()
    return Estimates(
        dataset_id=data.dataset_id,
        dataset_version=data.dataset_version or dataset.newest,
        base_model=data.base_model,
        tokens=round(matter.lengths.lengths.mean * matter.examples),
        tokens_exact=matter.lengths.exact,
        presets=[_preset(preset, rules, data, matter, language) for preset in presets],
    )


async def _matter(data: NewEstimate, services: Services, dataset: Dataset) -> Matter:
    version = dataset.version(data.dataset_version)
    with services.intake.folder() as folder:
        path = await Workshop(services, dataset, folder).report(version)
        if path is None:
            raise RefusedError(ProblemCode.REPORT_NOT_FOUND)
        report = QualityReport.model_validate_json(path.read_bytes())
    async with services.engine.connect() as tx:
        known = await speeds.of(tx, data.base_model, dataset.uploaded.reading.task)
        rows = await workers.every(tx)
    admitted = [
        row for row in rows if row["status"] != REVOKED and row["pool"] == services.settings.pool
    ]
    beats = await workers.heartbeats(services.log.client, admitted)
    places = [
        (Place(row["worker_id"], beat and beat.device, beat and beat.device_name), row["name"])
        for row, beat in zip(admitted, beats, strict=True)
    ]
    return Matter(dataset, report.tokens, version.examples, places, known)


def _preset(
    preset: Preset, rules: Rules, data: NewEstimate, matter: Matter, language: Language
) -> PresetEstimate:
    chosen = resolve(preset, data.hyperparameters, [], base=rules.base(preset))
    task = matter.dataset.uploaded.reading.task
    tokens = estimates.texts(matter.lengths, matter.examples, chosen.max_length, task)
    needed = estimates.effort(tokens, matter.examples, chosen)
    return PresetEstimate(
        preset=preset,
        epochs=needed.epochs,
        fewest_epochs=needed.fewest_epochs,
        workers=[
            estimate_of(
                place,
                name,
                needed,
                estimates.foreseen(needed, place, data.base_model, matter.speeds),
                language,
            )
            for place, name in matter.places
        ],
    )


router = Router(path="/runs", route_handlers=[estimate_run], guards=[people_only], tags=["runs"])
