"""A person's own account: name, password, sessions, tokens."""

from datetime import timedelta
from uuid import UUID

from litestar import Router, delete, get, patch, post, put
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_201_CREATED, HTTP_204_NO_CONTENT

from api.access import idle_of, people_only
from api.people import accounts, outbox, sessions, tokens
from api.people.tokens import Wish
from api.problems import RefusedError
from api.routes.entrance import OF_PASSWORDS
from api.routes.wiring import Asker, Opened, refusals
from api.views.people import (
    AccountChange,
    MadeToken,
    NewToken,
    PasswordChange,
    SessionList,
    TokenList,
    session_of,
    token_of,
)
from schemas.problems import ProblemCode


@patch(
    "/me",
    summary="Change your name or language",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(ProblemCode.INVALID_REQUEST),
)
async def change_account(services: Opened, principal: Asker, data: JSONBody[AccountChange]) -> None:
    """Change what is named; the rest stays."""
    values = data.model_dump(exclude_none=True)
    async with services.engine.begin() as tx:
        await accounts.held(tx, principal.subject)
        if values:
            await accounts.keep(tx, principal.subject, **values)


@put(
    "/me/password",
    summary="Change your password",
    response_description="It is changed, and your other sessions have ended",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(
        ProblemCode.INVALID_REQUEST,
        ProblemCode.PASSWORD_WRONG,
        ProblemCode.SIGN_IN_PAUSED,
        *OF_PASSWORDS,
    ),
)
async def change_password(
    services: Opened, principal: Asker, data: JSONBody[PasswordChange]
) -> None:
    """Choose another password, knowing the present one."""
    await services.entrance.change_password(
        principal.actor, principal.token_id, data.current, data.new, services.now()
    )


@get("/me/sessions", summary="List your sessions", responses=refusals())
async def list_sessions(services: Opened, principal: Asker) -> SessionList:
    """Answer with the browsers in which you are signed in."""
    idle, now = idle_of(services.settings), services.now()
    async with services.engine.connect() as tx:
        found = await sessions.of_person(tx, principal.subject, idle, now)
    return SessionList(items=[session_of(each, principal.token_id) for each in found])


@delete(
    "/me/sessions/{session_id:uuid}",
    summary="End one of your sessions",
    responses=refusals(ProblemCode.SESSION_NOT_FOUND),
)
async def end_session(services: Opened, principal: Asker, session_id: FromPath[UUID]) -> None:
    """Sign out the browser that keeps it."""
    now = services.now()
    async with services.engine.begin() as tx:
        if not await sessions.end(tx, principal.subject, session_id, now):
            raise RefusedError(ProblemCode.SESSION_NOT_FOUND)
        await outbox.tell(tx, sessions.ended(principal.subject, principal.actor, 1, now))


@get("/me/tokens", summary="List your tokens", responses=refusals())
async def list_tokens(services: Opened, principal: Asker) -> TokenList:
    """Answer with all that you ever made; the tokens themselves were shown once."""
    async with services.engine.connect() as tx:
        found = await tokens.of_person(tx, principal.subject)
    return TokenList(items=[token_of(each) for each in found])


@post(
    "/me/tokens",
    summary="Make a token",
    response_description="The token, shown this once",
    status_code=HTTP_201_CREATED,
    responses=refusals(ProblemCode.INVALID_REQUEST, ProblemCode.SCOPE_EXCEEDED),
)
async def make_token(services: Opened, principal: Asker, data: JSONBody[NewToken]) -> MadeToken:
    """Make a token for a program: it can do no more than what you came in with.

    What is made with a token ends with it at the latest, also through a session.
    """
    now = services.now()
    expires_at = now + timedelta(days=data.expires_in_days)
    wish = Wish(data.name, sorted(set(data.scopes)), expires_at)
    async with services.engine.begin() as tx:
        own = await tokens.base(tx, principal.subject, principal.token_id, principal.usable)
        token_id, token = await tokens.make(tx, principal.subject, wish, own, principal.actor, now)
    return MadeToken(id=token_id, token=token, expires_at=expires_at)


@delete(
    "/me/tokens/{token_id:uuid}",
    summary="Revoke one of your tokens",
    responses=refusals(ProblemCode.TOKEN_NOT_FOUND),
)
async def revoke_token(services: Opened, principal: Asker, token_id: FromPath[UUID]) -> None:
    """Make it worthless at once, with all that was made with it."""
    async with services.engine.begin() as tx:
        await tokens.revoke(tx, principal.subject, token_id, principal.actor, services.now())


router = Router(
    path="/",
    route_handlers=[
        change_account,
        change_password,
        list_sessions,
        end_session,
        list_tokens,
        make_token,
        revoke_token,
    ],
    guards=[people_only],
    tags=["account"],
)
