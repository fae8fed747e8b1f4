"""Signing in with a token, for browsers."""

from typing import Any

from litestar import Request, Response, Router, delete, get, post
from litestar.datastructures import Cookie
from litestar.status_codes import HTTP_204_NO_CONTENT

from api import access
from api.access import CredentialKind, people_only
from api.problems import RefusedError
from api.routes.wiring import Asker, Opened, PersonRequest, refusals
from api.views.base import View
from schemas.problems import ProblemCode


class Session(View):
    """Who is signed in."""

    owner_id: str
    name: str
    """Of the token that was used."""


@post(
    "/",
    summary="Sign in",
    response_description="The cookie is set",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(),
)
async def sign_in(
    request: PersonRequest,
    services: Opened,
    principal: Asker,
) -> Response[None]:
    """Trade a person's bearer token for a cookie that lasts 30 days and that scripts can't read."""
    if principal.kind is not CredentialKind.USER:
        raise RefusedError(ProblemCode.FORBIDDEN)
    token = await access.open_session(services.engine, principal, services.now())
    lifetime = int(access.SESSION_LIFE.total_seconds())
    return _with_cookie(request, token, lifetime)


@get("/", summary="Show who is signed in", responses=refusals())
async def show_session(principal: Asker) -> Session:
    """Answer with the person behind the token or the cookie."""
    return Session(owner_id=principal.subject, name=principal.name)


@delete(
    "/",
    summary="Sign out",
    response_description="The cookie opens nothing any more",
    responses=refusals(),
)
async def sign_out(
    request: PersonRequest,
    services: Opened,
    principal: Asker,
) -> Response[None]:
    """Make the session's cookie useless, here and wherever it was copied to."""
    if principal.kind is not CredentialKind.SESSION:
        raise RefusedError(ProblemCode.FORBIDDEN)
    await access.close_session(services.engine, principal, services.now())
    return _with_cookie(request, "", 0)


def _with_cookie(request: Request[Any, Any, Any], value: str, seconds: int) -> Response[None]:
    cookie = Cookie(
        key=access.COOKIE,
        value=value,
        max_age=seconds,
        path="/",
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return Response(None, status_code=HTTP_204_NO_CONTENT, cookies=[cookie])


router = Router(
    path="/session",
    route_handlers=[sign_in, show_session, sign_out],
    guards=[people_only],
    tags=["session"],
)
