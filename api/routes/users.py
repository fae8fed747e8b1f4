"""People, for administrators: invited, let back in, given a role, kept out."""

from uuid import UUID

from litestar import Router, delete, get, patch, post
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_201_CREATED, HTTP_204_NO_CONTENT

from api import access
from api.access import administrators_only
from api.people import accounts, passes, sessions, tokens
from api.people.accounts import Newcomer
from api.queries import admissions, usage
from api.queries.usage import Used
from api.routes.wiring import Asker, Opened, PersonRequest, refusals
from api.services import Services
from api.views.limits import usage_of
from api.views.people import (
    Link,
    NewInvitation,
    TokenList,
    User,
    UserChange,
    UserList,
    link_of,
    token_of,
    user_of,
)
from schemas.problems import ProblemCode
from schemas.roles import PassKind


@get("/users", summary="List people", responses=refusals())
async def list_users(services: Opened) -> UserList:
    """Answer with everybody who has an account, or is invited to one, and what each uses."""
    rules = await services.standing.rules()
    async with services.engine.connect() as tx:
        seen = await sessions.last_seen(tx)
        found = await accounts.every(tx)
        exceptions = await admissions.exceptions(tx)
        used = await usage.by_person(tx, services.now())
    limit = rules.limits.runs_of_person
    items = [
        user_of(
            each,
            seen.get(each.user_id),
            usage_of(used.get(each.user_id, Used()), exceptions.get(each.user_id, limit)),
        )
        for each in found
    ]
    return UserList(items=items)


@get(
    "/users/{user_id:str}", summary="Show a person", responses=refusals(ProblemCode.USER_NOT_FOUND)
)
async def show_user(services: Opened, user_id: FromPath[str]) -> User:
    """Answer with one account, and what its person uses."""
    rules = await services.standing.rules()
    async with services.engine.connect() as tx:
        found = await accounts.shown(tx, user_id)
        seen = await sessions.last_seen(tx)
        exceptions = await admissions.exceptions(tx)
        used = await usage.of(tx, user_id, services.now())
    limit = exceptions.get(user_id, rules.limits.runs_of_person)
    return user_of(found, seen.get(user_id), usage_of(used, limit))


@patch(
    "/users/{user_id:str}",
    summary="Change a person's role, or keep them out",
    response_description="It counts from the next request on",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(
        ProblemCode.INVALID_REQUEST, ProblemCode.USER_NOT_FOUND, ProblemCode.LAST_ADMINISTRATOR
    ),
)
async def change_user(
    services: Opened, principal: Asker, user_id: FromPath[str], data: JSONBody[UserChange]
) -> None:
    """Change what is named. Keeping somebody out ends their sessions."""
    actor, now = principal.actor, services.now()
    async with services.engine.begin() as tx:
        await accounts.change(tx, user_id, data.role, data.disabled, actor, now)


@post(
    "/users/{user_id:str}/reset",
    summary="Make a link for a new password",
    response_description="The link, shown this once",
    status_code=HTTP_201_CREATED,
    responses=refusals(ProblemCode.USER_NOT_FOUND),
)
async def reset_password(
    request: PersonRequest, services: Opened, principal: Asker, user_id: FromPath[str]
) -> Link:
    """Let a person choose a new password within 24 hours; who never came is invited anew."""
    async with services.engine.begin() as tx:
        made = await passes.issue_reset(tx, user_id, principal.actor, services.now())
    return link_of(user_id, made, page(request, services))


@post(
    "/invitations",
    summary="Invite a person",
    response_description="The link, shown this once",
    status_code=HTTP_201_CREATED,
    responses=refusals(
        ProblemCode.INVALID_REQUEST, ProblemCode.LOGIN_INVALID, ProblemCode.LOGIN_TAKEN
    ),
)
async def invite(
    request: PersonRequest, services: Opened, principal: Asker, data: JSONBody[NewInvitation]
) -> Link:
    """Make an account, and a link with which its person takes it within seven days."""
    newcomer, now = Newcomer(data.name, data.role, data.login, data.email), services.now()
    async with services.engine.begin() as tx:
        user_id = await accounts.invite(tx, newcomer, principal.actor, now)
        made = await passes.issue(tx, PassKind.INVITATION, user_id, principal.actor, now)
    return link_of(user_id, made, page(request, services))


@get(
    "/users/{user_id:str}/tokens",
    summary="List a person's tokens",
    responses=refusals(ProblemCode.USER_NOT_FOUND),
)
async def list_users_tokens(services: Opened, user_id: FromPath[str]) -> TokenList:
    """Answer with all that the person ever made."""
    async with services.engine.connect() as tx:
        await accounts.shown(tx, user_id)
        found = await tokens.of_person(tx, user_id)
    return TokenList(items=[token_of(each) for each in found])


@delete(
    "/users/{user_id:str}/tokens/{token_id:uuid}",
    summary="Revoke a person's token",
    responses=refusals(ProblemCode.TOKEN_NOT_FOUND, ProblemCode.USER_NOT_FOUND),
)
async def revoke_users_token(
    services: Opened, principal: Asker, user_id: FromPath[str], token_id: FromPath[UUID]
) -> None:
    """Make it worthless at once, with all that was made with it."""
    async with services.engine.begin() as tx:
        await tokens.revoke(tx, user_id, token_id, principal.actor, services.now())


def page(request: PersonRequest, services: Services) -> str:
    """Where the page is, as the administrator has set it; else as this request has found it."""
    scheme = "https" if access.visitor_of(request).secure else "http"
    return services.settings.public_url or f"{scheme}://{request.headers.get('host', '')}"


router = Router(
    path="/",
    route_handlers=[
        list_users,
        show_user,
        change_user,
        reset_password,
        invite,
        list_users_tokens,
        revoke_users_token,
    ],
    guards=[administrators_only],
    tags=["users"],
)
