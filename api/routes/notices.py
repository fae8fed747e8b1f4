"""What a person hears of: told by the page's bell, and chosen way by way."""

from datetime import timedelta

from litestar import Router, get, patch, put
from litestar.params import JSONBody
from litestar.status_codes import HTTP_204_NO_CONTENT

from api.access import people_only
from api.people import accounts, notices
from api.queries import bell
from api.routes.wiring import Asker, Opened, Spoken, refusals
from api.views.notices import (
    Bell,
    BellSeen,
    NoticeWishes,
    NoticeWishesChange,
    told_of,
    wishes_of,
)
from schemas.problems import ProblemCode

TOLD = 20
"""At most, at once."""
REMEMBERED = timedelta(days=30)


@get("/", summary="Show what happened of late", responses=refusals())
async def show_bell(services: Opened, principal: Asker, language: Spoken) -> Bell:
    """Answer with the newest of what you want to hear of: of your own things, and of machines."""
    since = services.now() - REMEMBERED
    async with services.engine.connect() as tx:
        wishes = await notices.of(tx, principal.subject)
        found = await bell.newest(tx, wishes, since, TOLD)
    return Bell(items=[told_of(each, wishes.bell_seen_at, language) for each in found])


@put(
    "/seen",
    summary="Say up to when you have seen what happened",
    response_description="What is older is not new any more",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(ProblemCode.INVALID_REQUEST),
)
async def note_seen(services: Opened, principal: Asker, data: JSONBody[BellSeen]) -> None:
    """Keep it for every browser. It never goes back."""
    async with services.engine.begin() as tx:
        await notices.seen(tx, principal.subject, min(data.until, services.now()))


@get("/wishes", summary="Show what you hear of", responses=refusals())
async def show_wishes(services: Opened, principal: Asker) -> NoticeWishes:
    """Answer with what the bell tells you and what e-mail does."""
    async with services.engine.connect() as tx:
        found = await notices.of(tx, principal.subject)
    return wishes_of(found, sends_email=bool(services.settings.smtp_host))


@patch(
    "/wishes", summary="Change what you hear of", responses=refusals(ProblemCode.INVALID_REQUEST)
)
async def change_wishes(
    services: Opened, principal: Asker, data: JSONBody[NoticeWishesChange]
) -> NoticeWishes:
    """Change what is named, and answer with all of it."""
    async with services.engine.begin() as tx:
        await accounts.held(tx, principal.subject)
        known = await notices.of(tx, principal.subject)
        values = notices.values_of(known, data.bell, data.email)
        if data.address is not None:
            values["email"] = data.address or None
        if values:
            await accounts.keep(tx, principal.subject, **values)
        found = await notices.of(tx, principal.subject)
    return wishes_of(found, sends_email=bool(services.settings.smtp_host))


router = Router(
    path="/me/notices",
    route_handlers=[show_bell, note_seen, show_wishes, change_wishes],
    guards=[people_only],
    tags=["account"],
)
