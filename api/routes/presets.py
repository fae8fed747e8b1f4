"""What presets stand for, and what they stood for before."""

from litestar import Router, delete, get, put
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK

from api.access import administrators_only, people_only
from api.enactment import enact
from api.problems import RefusedError
from api.routes.wiring import Asker, Opened, refusals
from api.sentences import Language
from api.sentences.sentence import CATALOGUES
from api.services import Services
from api.views.presets import PresetChange, PresetShown, PresetVersion
from infra import policies
from infra.bus import Recorded
from schemas import presets, subjects
from schemas.events.setting import SettingChanged
from schemas.hyperparameters import PRESETS, Preset
from schemas.presets import PresetNames, PresetValue
from schemas.problems import ProblemCode


@get("/", summary="List the presets", guards=[people_only], responses=refusals())
async def list_presets(services: Opened) -> list[PresetShown]:
    """Answer with every preset, from the quickest on."""
    return [await _shown(services, preset) for preset in Preset]


@put(
    "/{name:str}",
    summary="Change a preset",
    guards=[administrators_only],
    responses=refusals(ProblemCode.INVALID_REQUEST, ProblemCode.NOT_FOUND),
)
async def change_preset(
    name: FromPath[str], data: JSONBody[PresetChange], services: Opened, principal: Asker
) -> PresetShown:
    """Have a preset stand for something else; runs that were requested before stay as they are."""
    preset = _named(name)
    chosen = data.hyperparameters.model_dump(exclude_unset=True)
    wanted = PRESETS[preset].model_copy(update=chosen)
    (await services.standing.rules()).refuse_beyond(wanted)
    value = PresetValue(hyperparameters=wanted, names=data.names).model_dump(mode="json")
    await enact(services, presets.setting(preset), lambda _: value, principal.actor)
    return await _shown(services, preset)


@delete(
    "/{name:str}",
    summary="Have a preset as it came",
    guards=[administrators_only],
    status_code=HTTP_200_OK,
    responses=refusals(ProblemCode.NOT_FOUND),
)
async def reset_preset(name: FromPath[str], services: Opened, principal: Asker) -> PresetShown:
    """Have a preset stand for what is built in."""
    preset = _named(name)
    await enact(services, presets.setting(preset), lambda _: {}, principal.actor)
    return await _shown(services, preset)


@get(
    "/{name:str}/versions",
    summary="Show what a preset stood for",
    guards=[administrators_only],
    responses=refusals(ProblemCode.NOT_FOUND),
)
async def list_versions(name: FromPath[str], services: Opened) -> list[PresetVersion]:
    """Answer with every change of a preset, the newest first."""
    preset = _named(name)
    history = await services.log.history(subjects.setting(presets.setting(preset)))
    return [
        _version(preset, recorded, recorded.event)
        for recorded in reversed(history)
        if isinstance(recorded.event, SettingChanged)
    ]


def _named(name: str) -> Preset:
    """The preset; its English name will do.

    Raises:
        RefusedError: NOT_FOUND.
    """
    try:
        return Preset(name)
    except ValueError as error:
        raise RefusedError(ProblemCode.NOT_FOUND) from error


def _value(preset: Preset, kept: dict[str, object]) -> PresetValue:
    return PresetValue.model_validate(kept or {"hyperparameters": PRESETS[preset]})


def _names(preset: Preset, value: PresetValue) -> PresetNames:
    """What it is called, by default by whoever wrote the words."""
    return value.names or PresetNames(
        pt_br=CATALOGUES[Language.PT_BR].presets[preset],
        en=CATALOGUES[Language.EN].presets[preset],
    )


async def _shown(services: Services, preset: Preset) -> PresetShown:
    setting = presets.setting(preset)
    async with services.engine.connect() as tx:
        kept = (await policies.values(tx, [setting])).get(setting, {})
    rules = await services.standing.rules()
    return PresetShown(
        preset=preset,
        names=_names(preset, _value(preset, kept)),
        hyperparameters=rules.base(preset),
        built_in=not kept,
    )


def _version(preset: Preset, recorded: Recorded, event: SettingChanged) -> PresetVersion:
    value = _value(preset, event.value)
    return PresetVersion(
        sequence=recorded.sequence,
        changed_at=recorded.stored_at,
        changed_by=event.actor.id,
        names=_names(preset, value),
        hyperparameters=value.hyperparameters,
        built_in=not event.value,
    )


router = Router(
    path="/presets",
    route_handlers=[list_presets, change_preset, reset_preset, list_versions],
    tags=["limits"],
)
