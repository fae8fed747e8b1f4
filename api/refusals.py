"""How every error becomes one RFC 9457 problem, with a sentence in the language asked for."""

import errno
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import psycopg
import sqlalchemy.exc
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import ExceptionHandlersMap
from nats.errors import Error as NatsError

from api import fields
from api.fields import InvalidFieldsError
from api.headers import security_headers
from api.observation import request_id
from api.problems import FileRefusedError, Param, RefusedError, status_of
from api.sentences import Language, negotiate, sentence
from api.views.problems import Problem, item_of
from api.views.sheets import ColumnShown, SheetShown
from infra import logging
from infra.bus import UnavailableError, UnknownEventError
from schemas.problems import ProblemCode

log = logging.get(__name__)

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2

AnyRequest = Request[Any, Any, Any]

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What the system says where a disk, or one's share of it, is full."""
CODE_OF_STATUS = {
    401: ProblemCode.UNAUTHENTICATED,
    403: ProblemCode.FORBIDDEN,
    404: ProblemCode.NOT_FOUND,
    405: ProblemCode.METHOD_NOT_ALLOWED,
    413: ProblemCode.TOO_LARGE,
    503: ProblemCode.UNAVAILABLE,
}


def language_of(request: AnyRequest) -> Language:
    """The language that the request asks for; Portuguese unless it says otherwise."""
    return negotiate(request.headers.get("accept-language"))


def problem(
    language: Language,
    code: ProblemCode,
    params: Mapping[str, Param] | None = None,
    *,
    status: int | None = None,
) -> Problem:
    """The body that says ``code``."""
    status, trace_id = status or status_of(code), request_id()
    return Problem(
        type=f"urn:afina:problem:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=sentence(code, language, dict(params or {})),
        code=code,
        params=dict(params or {}),
        trace_id=trace_id and trace_id.hex,
    )


def respond(
    request: AnyRequest, body: Problem, headers: Mapping[str, str] | None = None
) -> Response[dict[str, Any]]:
    """``body`` as an answer, with the headers that go with its status.

    An address that leads nowhere never gets as far as the middleware, so the security headers are
    set here too.
    """
    own = security_headers(request.scope) | {
        "Content-Language": language_of(request),
        "Vary": "Accept-Language",
        "Cache-Control": "no-store",
    }
    if body.status == HTTPStatus.UNAUTHORIZED:
        own["WWW-Authenticate"] = 'Bearer realm="afina"'
    if "retry_after" in body.params:
        own["Retry-After"] = str(body.params["retry_after"])
    if body.status == HTTPStatus.SERVICE_UNAVAILABLE:
        own["Retry-After"] = str(RETRY_AFTER_SECONDS)
    if body.code is ProblemCode.MALFORMED:
        own["Connection"] = "close"
    content = body.model_dump(mode="json", exclude_none=True)
    return Response(
        content, status_code=body.status, media_type=MEDIA_TYPE, headers=own | dict(headers or {})
    )


def on_refused(request: AnyRequest, error: RefusedError) -> Response[Any]:
    """Answer with the refusal's own code."""
    language = language_of(request)
    body = problem(language, error.code, error.params)
    if error.problems:
        items = [item_of(wrong, language) for wrong in error.problems]
        body = body.model_copy(update={"problems": items})
    return respond(request, body)


def on_file_refused(request: AnyRequest, error: FileRefusedError) -> Response[Any]:
    """Answer with all that is wrong with a file, and as much of it as could be read."""
    language, outcome = language_of(request), error.outcome
    seen = {
        "problems": [item_of(wrong, language) for wrong in error.problems],
        "columns": [ColumnShown.model_validate(c, from_attributes=True) for c in outcome.columns],
        "sheets": [SheetShown.model_validate(s, from_attributes=True) for s in outcome.sheets],
    }
    body = problem(language, error.code, error.params)
    return respond(request, body.model_copy(update=seen))


def on_http_error(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """Answer for the framework: no such path, no such method, a body that is not JSON."""
    if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return on_fault(request, error)
    code = CODE_OF_STATUS.get(error.status_code, ProblemCode.INVALID_REQUEST)
    body = problem(language_of(request), code, status=error.status_code)
    allowed = (error.headers or {}).get("allow")
    return respond(request, body, {"Allow": allowed} if allowed else None)


def on_invalid(
    request: AnyRequest, error: ValidationException | InvalidFieldsError
) -> Response[Any]:
    """Answer for a body or an address whose fields are wrong, with all of them."""
    language = language_of(request)
    items = fields.items(error, language)
    body = problem(language, ProblemCode.INVALID_REQUEST, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return respond(request, body.model_copy(update={"problems": items}))


def on_unavailable(request: AnyRequest, error: Exception) -> Response[Any]:
    """Answer while the log or the database is away."""
    log.warning("unavailable", path=request.url.path, error=str(error).strip().split("\n")[0])
    return respond(request, problem(language_of(request), ProblemCode.UNAVAILABLE))


def on_system(request: AnyRequest, error: OSError) -> Response[Any]:
    """Answer where the disk is full; whatever else the system refuses is a bug."""
    if error.errno not in FULL:
        return on_fault(request, error)
    log.error("the disk is full", path=request.url.path, error=str(error))
    return respond(request, problem(language_of(request), ProblemCode.DISK_FULL))


def on_newer_version(request: AnyRequest, error: UnknownEventError) -> Response[Any]:
    """Answer where a newer version has written what this one cannot judge."""
    log.error("this version is too old", path=request.url.path, error=str(error))
    return respond(request, problem(language_of(request), ProblemCode.NEWER_VERSION))


def on_recursion(request: AnyRequest, error: RecursionError) -> Response[Any]:
    """Answer for JSON that nests more deeply than is read; any other recursion is a bug."""
    if "deserializing" not in str(error):
        return on_fault(request, error)
    body = problem(language_of(request), ProblemCode.INVALID_REQUEST, status=HTTPStatus.BAD_REQUEST)
    return respond(request, body)


def on_fault(request: AnyRequest, error: Exception) -> Response[Any]:
    """Answer for a bug: the server's log says everything, the answer nothing but where to look."""
    support_id = uuid4().hex[:8].upper()
    log.error("fault", support_id=support_id, path=request.url.path, exc_info=error)
    body = problem(language_of(request), ProblemCode.INTERNAL, {"support_id": support_id})
    return respond(request, body.model_copy(update={"support_id": support_id}))


HANDLERS: ExceptionHandlersMap = {
    RefusedError: on_refused,
    FileRefusedError: on_file_refused,
    ValidationException: on_invalid,
    InvalidFieldsError: on_invalid,
    HTTPException: on_http_error,
    UnavailableError: on_unavailable,
    UnknownEventError: on_newer_version,
    NatsError: on_unavailable,
    sqlalchemy.exc.OperationalError: on_unavailable,
    sqlalchemy.exc.InterfaceError: on_unavailable,
    sqlalchemy.exc.TimeoutError: on_unavailable,
    psycopg.OperationalError: on_unavailable,
    OSError: on_system,
    RecursionError: on_recursion,
    Exception: on_fault,
}
