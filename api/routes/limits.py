"""How much anybody may ask for, and what one person uses of it."""

from litestar import Router, delete, get, patch, put
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from api.access import administrators_only, people_only
from api.commands.settings import Value
from api.enactment import enact
from api.people import accounts
from api.problems import RefusedError
from api.queries import admissions, usage
from api.queries.usage import Used
from api.routes.wiring import Asker, Opened, refusals
from api.services import Services
from api.views.limits import (
    LimitsChange,
    LimitsShown,
    PersonsUsage,
    Quota,
    Usage,
    UsageList,
    usage_of,
)
from infra import policies
from schemas.limits import LIMITS, Limits
from schemas.problems import ProblemCode


@get("/", summary="Show the limits", guards=[people_only], responses=refusals())
async def show_limits(services: Opened) -> LimitsShown:
    """Answer with what holds for everybody."""
    return await _shown(services)


@patch(
    "/",
    summary="Change limits",
    guards=[administrators_only],
    responses=refusals(ProblemCode.INVALID_REQUEST),
)
async def change_limits(
    data: JSONBody[LimitsChange], services: Opened, principal: Asker
) -> LimitsShown:
    """Allow more, or less, from now on. Every process knows it after five seconds at most."""
    wish = data.model_dump(exclude_unset=True)
    await enact(services, LIMITS, lambda value: value | wish, principal.actor)
    return await _shown(services)


@delete(
    "/{name:str}",
    summary="Go back to a limit's default",
    guards=[administrators_only],
    status_code=HTTP_200_OK,
    responses=refusals(ProblemCode.NOT_FOUND),
)
async def reset_limit(name: FromPath[str], services: Opened, principal: Asker) -> LimitsShown:
    """Let a limit be again what the environment says."""
    if name not in Limits.model_fields:
        raise RefusedError(ProblemCode.NOT_FOUND)

    def reset(value: Value) -> Value:
        return {other: limit for other, limit in value.items() if other != name}

    await enact(services, LIMITS, reset, principal.actor)
    return await _shown(services)


async def _shown(services: Services) -> LimitsShown:
    async with services.engine.connect() as tx:
        changed = (await policies.values(tx, [LIMITS])).get(LIMITS, {})
    rules = await services.standing.rules()
    return LimitsShown(
        limits=rules.limits,
        defaults=services.settings.limits,
        changed=sorted(changed.keys() & Limits.model_fields.keys()),
    )


@get("/usage", summary="Show what you use", responses=refusals())
async def show_own_usage(services: Opened, principal: Asker) -> Usage:
    """Answer with what you use, and may use."""
    return await _usage(services, principal.subject)


@get(
    "/{user_id:str}/usage",
    summary="Show what a person uses",
    responses=refusals(ProblemCode.USER_NOT_FOUND),
)
async def show_usage(user_id: FromPath[str], services: Opened) -> Usage:
    """Answer with what a person uses, and may use."""
    async with services.engine.connect() as tx:
        await accounts.shown(tx, user_id)
    return await _usage(services, user_id)


@get("/usage", summary="Show what everybody uses", responses=refusals())
async def list_usage(services: Opened) -> UsageList:
    """Answer with what each person uses, and may use, by name."""
    rules = await services.standing.rules()
    async with services.engine.connect() as tx:
        people = await accounts.every(tx)
        exceptions = await admissions.exceptions(tx)
        used = await usage.by_person(tx, services.now())
    items = [
        PersonsUsage(
            user_id=person.user_id,
            name=person.name,
            own_limit=exceptions.get(person.user_id),
            usage=usage_of(
                used.get(person.user_id, Used()),
                exceptions.get(person.user_id, rules.limits.runs_of_person),
            ),
        )
        for person in people
    ]
    return UsageList(items=items)


@put(
    "/{user_id:str}/quota",
    summary="Let a person have more runs at once, or fewer",
    status_code=HTTP_204_NO_CONTENT,
    response_description="It counts from the next request on",
    responses=refusals(ProblemCode.INVALID_REQUEST, ProblemCode.USER_NOT_FOUND),
)
async def change_quota(
    user_id: FromPath[str], data: JSONBody[Quota], services: Opened, principal: Asker
) -> None:
    """Set how many runs the person may have waiting or training; null is as for everybody."""
    async with services.engine.begin() as tx:
        await accounts.set_quota(tx, user_id, data.max_active_runs, principal.actor, services.now())


async def _usage(services: Services, owner_id: str) -> Usage:
    rules = await services.standing.rules()
    async with services.engine.connect() as tx:
        exceptions = await admissions.exceptions(tx)
        used = await usage.of(tx, owner_id, services.now())
    return usage_of(used, exceptions.get(owner_id, rules.limits.runs_of_person))


router = Router(
    path="/limits",
    route_handlers=[show_limits, change_limits, reset_limit],
    tags=["limits"],
)
own_usage_router = Router(
    path="/me", route_handlers=[show_own_usage], guards=[people_only], tags=["limits"]
)
usage_router = Router(
    path="/users",
    route_handlers=[list_usage, show_usage, change_quota],
    guards=[administrators_only],
    tags=["limits"],
)
