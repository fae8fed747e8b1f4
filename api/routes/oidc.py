"""Signing in with an organisation's identity provider, for browsers."""

from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit

from litestar import Request, Router, get
from litestar.datastructures import Cookie
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER
from sqlalchemy.exc import SQLAlchemyError

from api import access
from api.oidc.door import Door, Returned
from api.oidc.errand import HOME, LIFE, own_path
from api.oidc.provider import NAME
from api.people import cookies
from api.problems import RefusedError
from api.routes.wiring import DOORS, Opened, Spoken, refusals
from api.sentences import sentence
from api.services import Services
from api.views.oidc import ProviderShown, WaysIn
from infra import logging
from schemas.problems import ProblemCode

log = logging.get(__name__)

ERRAND = "afina_errand"
PATH = "/api/session/oidc"
LONGEST = 4096

REFUSALS = {
    str(code): code
    for code in (
        ProblemCode.SIGN_IN_CANCELLED,
        ProblemCode.SIGN_IN_STALE,
        ProblemCode.SIGN_IN_UNPROVEN,
        ProblemCode.PROVIDER_UNAVAILABLE,
        ProblemCode.NOT_INVITED,
        ProblemCode.ACCOUNT_CLOSED,
        ProblemCode.UNAVAILABLE,
    )
}
"""With which a browser comes back to our page."""

Said = Annotated[str | None, QueryParameter(max_length=LONGEST)]


@get("/", summary="List the ways in", responses=refusals())
async def list_ways(
    services: Opened,
    language: Spoken,
    refused: Annotated[
        str | None, QueryParameter(max_length=100, description="Why the last way was refused.")
    ] = None,
) -> WaysIn:
    """Answer how people may sign in here, and in words why the last try was refused."""
    settings = services.settings
    name = settings.oidc_name or urlsplit(settings.oidc_issuer).hostname or NAME
    return WaysIn(
        providers=[] if services.door is None else [ProviderShown(id=NAME, name=name)],
        passwords=settings.password_sign_in,
        password_min_length=settings.password_min_length,
        refused=sentence(REFUSALS[refused], language, {}) if refused in REFUSALS else None,
    )


@get(
    "/{provider:str}/start",
    summary="Go to an identity provider",
    response_description="The provider's page, or ours again with `#refused=` and a problem code",
    status_code=HTTP_303_SEE_OTHER,
    responses=refusals(ProblemCode.NOT_FOUND),
)
async def start(
    request: Request[Any, Any, Any],
    services: Opened,
    provider: FromPath[str],
    destination: Annotated[
        str, QueryParameter(name="next", max_length=LONGEST, description="Our page to return to.")
    ] = HOME,
) -> Redirect:
    """Send the browser to the provider, with what proves that it comes back from there."""
    door = _door(services, provider)
    try:
        url, sealed = await door.send(destination)
    except (RefusedError, SQLAlchemyError) as error:
        return _refused(request, own_path(destination), error)
    return _to(url, [_errand(request, sealed, LIFE)])


def said(
    brought: Annotated[str, QueryParameter(name="state", max_length=LONGEST)] = "",
    code: Said = None,
    error: Said = None,
    iss: Said = None,
) -> Returned:
    """What the address says with which the browser comes back."""
    return Returned(brought, code, error, iss)


@get(
    "/{provider:str}/callback",
    dependencies={"returned": Provide(said, sync_to_thread=False)},
    summary="Come back from an identity provider",
    response_description="Our page, signed in, or with `#refused=` and a problem code",
    status_code=HTTP_303_SEE_OTHER,
    responses=refusals(ProblemCode.NOT_FOUND),
)
async def come_back(
    request: Request[Any, Any, Any],
    services: Opened,
    provider: FromPath[str],
    returned: NamedDependency[Returned],
) -> Redirect:
    """Let the person in whom the provider proves, in the browser that set out."""
    door, visitor = _door(services, provider), access.visitor_of(request)
    sealed = cookies.shown(request.cookies, secure=visitor.secure).get(ERRAND)
    destination = HOME
    try:
        errand = await door.errand(sealed, returned)
        destination = errand.destination
        entry = await door.let_in(errand, returned, visitor)
    except (RefusedError, SQLAlchemyError) as refusal:
        return _refused(request, destination, refusal)
    kept = cookies.entered(entry, services.entrance.life, visitor)
    return _to(destination, [*kept, _errand(request, "", timedelta(0))])


def _door(services: Services, provider: str) -> Door:
    if services.door is None or provider != NAME:
        raise RefusedError(ProblemCode.NOT_FOUND)
    return services.door


def _refused(request: Request[Any, Any, Any], destination: str, error: Exception) -> Redirect:
    """Our page, which says why: people are on their way here, who read no problem documents."""
    code = error.code if isinstance(error, RefusedError) else ProblemCode.UNAVAILABLE
    if code is ProblemCode.UNAVAILABLE:
        log.warning("nobody can sign in", error=str(error).splitlines()[0])
    page = destination.partition("#")[0]
    return _to(f"{page}#refused={code}", [_errand(request, "", timedelta(0))])


def _to(url: str, kept: list[Cookie]) -> Redirect:
    headers = {"Cache-Control": "no-store"}
    return Redirect(url, status_code=HTTP_303_SEE_OTHER, cookies=kept, headers=headers)


def _errand(request: Request[Any, Any, Any], sealed: str, life: timedelta) -> Cookie:
    """Lax, as no other cookie: the browser comes back from another site."""
    secure = access.visitor_of(request).secure
    return Cookie(
        key=cookies.name(ERRAND, secure=secure),
        value=sealed,
        max_age=int(life.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=secure,
    )


router = Router(
    path=PATH,
    route_handlers=[list_ways, start, come_back],
    dependencies=DOORS,
    tags=["session"],
)
