"""The ways in: what anybody may ask for who has not signed in yet."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from api import access
from api.access import CredentialKind, Shown
from api.documents import BodyOptional
from api.people import cookies, passes
from api.people.entrance import Choice, Entry
from api.people.visitor import Visitor
from api.problems import RefusedError
from api.routes.wiring import DOORS, Opened, refusals
from api.services import Services
from api.views.people import (
    Credentials,
    PassChoice,
    PassShown,
    Setup,
    SetupChoice,
    ShownCode,
)
from infra.tokens import digest
from schemas.problems import ProblemCode
from schemas.roles import PassKind

AnyRequest = Request[Any, Any, Any]

OF_PASSWORDS = (
    ProblemCode.PASSWORD_TOO_SHORT,
    ProblemCode.PASSWORD_TOO_LONG,
    ProblemCode.PASSWORD_PERSONAL,
    ProblemCode.PASSWORD_COMMON,
)
OF_LOGINS = (ProblemCode.LOGIN_INVALID, ProblemCode.LOGIN_TAKEN)
SENT = frozenset({PassKind.INVITATION, PassKind.RESET})


def own_site_only(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard: no other site signs anybody in, as whomever; who shows a token is no browser.

    Raises:
        RefusedError: CROSS_SITE_REQUEST.
    """
    if access.bearer_of(connection) is None:
        access.refuse_other_sites(connection)


# Not in the router below: Litestar takes a handler for another router's path only by itself.
@post(
    "/api/session",
    summary="Sign in",
    guards=[own_site_only],
    dependencies=DOORS,
    tags=["session"],
    response_description="The cookies are set",
    status_code=HTTP_204_NO_CONTENT,
    operation_class=BodyOptional,
    responses=refusals(
        ProblemCode.INVALID_REQUEST, ProblemCode.SIGN_IN_REFUSED, ProblemCode.SIGN_IN_PAUSED
    ),
)
async def sign_in(
    request: AnyRequest, services: Opened, data: JSONBody[Credentials | None] = None
) -> Response[None]:
    """Trade login and password, or a person's bearer token, for a cookie out of scripts' reach."""
    visitor, now = access.visitor_of(request), services.now()
    bearer = access.bearer_of(request)
    if bearer is not None:
        return _entered(await _by_token(request, services, bearer, visitor), services, visitor)
    if data is None:
        raise RefusedError(ProblemCode.UNAUTHENTICATED)
    kept = cookies.shown(request.cookies, secure=visitor.secure)
    entry = await services.entrance.by_password(data.login, data.password, visitor, kept, now)
    return _entered(entry, services, visitor)


async def _by_token(request: AnyRequest, services: Services, token: str, visitor: Visitor) -> Entry:
    shown = Shown(digest(token), visitor.address)
    principal = await access.identify(request.app.state.identities, shown)
    if principal.kind is not CredentialKind.USER:
        raise RefusedError(ProblemCode.FORBIDDEN)
    return await services.entrance.by_token(
        principal.subject, principal.token_id, visitor, services.now()
    )


@get("/setup", summary="Show whether there is an administrator", responses=refusals())
async def show_setup(services: Opened) -> Setup:
    """Answer whether nobody can sign in yet who may do everything."""
    async with services.engine.connect() as tx:
        return Setup(needed=await passes.setup_needed(tx))


@post(
    "/setup",
    summary="Become the first administrator",
    response_description="The account is yours, and the cookies are set",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(
        ProblemCode.INVALID_REQUEST, ProblemCode.PASS_INVALID, *OF_LOGINS, *OF_PASSWORDS
    ),
)
async def set_up(
    request: AnyRequest, services: Opened, data: JSONBody[SetupChoice]
) -> Response[None]:
    """Take the account of the installation's owner, with the code that its first start showed."""
    choice = Choice(data.password, data.login, data.name)
    return await _taken(request, services, data.code, {PassKind.SETUP}, choice)


@post(
    "/passes/look",
    summary="Look at a link",
    status_code=HTTP_200_OK,
    responses=refusals(ProblemCode.INVALID_REQUEST, ProblemCode.PASS_INVALID),
)
async def look_at_pass(services: Opened, data: JSONBody[ShownCode]) -> PassShown:
    """Answer what the link's code is good for, and for whom; it stays good."""
    async with services.engine.begin() as tx:
        held = await passes.look(tx, data.code, frozenset(PassKind), services.now())
    account = held.account
    return PassShown(
        kind=held.kind,
        name=account.name,
        login=account.login,
        role=account.role,
        expires_at=held.expires_at,
        password_min_length=services.settings.password_min_length,
    )


@post(
    "/passes/use",
    summary="Use a link",
    response_description="The account is yours, and the cookies are set",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(
        ProblemCode.INVALID_REQUEST,
        ProblemCode.PASS_INVALID,
        ProblemCode.PASSWORDS_OFF,
        *OF_LOGINS,
        *OF_PASSWORDS,
    ),
)
async def use_pass(
    request: AnyRequest, services: Opened, data: JSONBody[PassChoice]
) -> Response[None]:
    """Take the account that an invitation is for, or choose the new password of a reset."""
    choice = Choice(data.password, data.login, data.name)
    return await _taken(request, services, data.code, SENT, choice)


async def _taken(
    request: AnyRequest,
    services: Services,
    code: str,
    kinds: frozenset[PassKind] | set[PassKind],
    choice: Choice,
) -> Response[None]:
    visitor = access.visitor_of(request)
    entry = await services.entrance.by_pass(code, kinds, choice, visitor, services.now())
    return _entered(entry, services, visitor)


def _entered(entry: Entry, services: Services, visitor: Visitor) -> Response[None]:
    kept = cookies.entered(entry, services.entrance.life, visitor)
    return Response(None, status_code=HTTP_204_NO_CONTENT, cookies=kept)


router = Router(
    path="/api",
    route_handlers=[show_setup, set_up, look_at_pass, use_pass],
    guards=[own_site_only],
    dependencies=DOORS,
    tags=["session"],
)
