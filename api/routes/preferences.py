"""How a person wants the page."""

from dataclasses import asdict

from litestar import Router, get, patch
from litestar.params import JSONBody

from api.access import people_only
from api.people import accounts, preferences
from api.routes.wiring import Asker, Opened, refusals
from api.views.preferences import Preferences, PreferencesChange
from schemas.problems import ProblemCode


@get("/", summary="Show what you prefer", responses=refusals())
async def show_preferences(services: Opened, principal: Asker) -> Preferences:
    """Answer with how the page is to be for you."""
    async with services.engine.connect() as tx:
        found = await preferences.of(tx, principal.subject)
    return Preferences(**asdict(found))


@patch("/", summary="Change what you prefer", responses=refusals(ProblemCode.INVALID_REQUEST))
async def change_preferences(
    services: Opened, principal: Asker, data: JSONBody[PreferencesChange]
) -> Preferences:
    """Change what is named, and answer with all of it."""
    values = data.model_dump(exclude_none=True)
    async with services.engine.begin() as tx:
        await accounts.held(tx, principal.subject)
        if values:
            await accounts.keep(tx, principal.subject, **values)
        found = await preferences.of(tx, principal.subject)
    return Preferences(**asdict(found))


router = Router(
    path="/me/preferences",
    route_handlers=[show_preferences, change_preferences],
    guards=[people_only],
    tags=["account"],
)
