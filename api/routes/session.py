"""Whoever is signed in: shown, and signed out."""

from litestar import Response, Router, delete, get, post
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from api import access
from api.access import CredentialKind, people_only
from api.documents import release
from api.people import accounts, cookies, outbox, sessions
from api.problems import RefusedError
from api.routes.wiring import Asker, Opened, PersonRequest, refusals
from api.views.people import Ended, Session
from schemas.problems import ProblemCode
from schemas.roles import SignInMethod


@get("/", summary="Show who is signed in", guards=[people_only], responses=refusals())
async def show_session(services: Opened, principal: Asker) -> Session:
    """Answer with the person behind the token or the cookie."""
    async with services.engine.connect() as tx:
        account = await accounts.shown(tx, principal.subject)
        method = await sessions.method(tx, principal.token_id)
    in_session = principal.kind is CredentialKind.SESSION
    return Session(
        owner_id=account.user_id,
        name=account.name,
        login=account.login,
        role=account.role,
        scopes=sorted(principal.usable),
        language=account.language,
        method=method or SignInMethod.TOKEN,
        session_id=principal.token_id if in_session else None,
        has_password=account.password_hash is not None,
        release=release(),
    )


# Without the guard of the others: a session that may only read can be ended too.
@delete(
    "/",
    summary="Sign out",
    response_description="The cookie opens nothing any more",
    responses=refusals(),
)
async def sign_out(request: PersonRequest, services: Opened, principal: Asker) -> Response[None]:
    """Make the session's cookie useless, here and wherever it was copied to."""
    if principal.kind is not CredentialKind.SESSION:
        raise RefusedError(ProblemCode.FORBIDDEN)
    now = services.now()
    async with services.engine.begin() as tx:
        await sessions.end(tx, principal.subject, principal.token_id, now)
        await outbox.tell(tx, sessions.ended(principal.subject, principal.actor, 1, now))
    return Response(
        None,
        status_code=HTTP_204_NO_CONTENT,
        cookies=cookies.left(access.visitor_of(request)),
    )


@post(
    "/everywhere-else",
    summary="Sign out everywhere else",
    status_code=HTTP_200_OK,
    guards=[people_only],
    responses=refusals(),
)
async def sign_out_elsewhere(services: Opened, principal: Asker) -> Ended:
    """End all of your sessions but the one that asks."""
    now = services.now()
    async with services.engine.begin() as tx:
        count = await sessions.end_others(tx, principal.subject, principal.token_id, now)
        told = [sessions.ended(principal.subject, principal.actor, count, now)] if count else []
        await outbox.tell(tx, *told)
    return Ended(ended=count)


router = Router(
    path="/session",
    route_handlers=[show_session, sign_out, sign_out_elsewhere],
    tags=["session"],
)
