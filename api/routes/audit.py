"""The audit trail: who did what, filtered, exported, and the seals that vouch for it."""

from datetime import UTC, datetime
from typing import Annotated

from litestar import Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Stream

from api import exports
from api.access import people_only
from api.exports import Separator, TrailFormat
from api.queries import audit
from api.queries.audit import Wanted
from api.routes import downloads
from api.routes.wiring import Asker, Limit, Opened, Spoken, refusals
from api.views.audit import AuditGroup, AuditPage, SealPage, page_of, seal_view, types_of
from schemas.base import ActorKind
from schemas.problems import ProblemCode

ANY_FILE = "application/octet-stream"
"""A browser keeps it and shows nothing of it."""

_PRINTABLE = r"^[^\x00-\x1f\x7f]{1,200}$"
_MOST = (1 << 63) - 1

Filtered = NamedDependency[Wanted]

Number = Annotated[
    int | None, QueryParameter(ge=1, le=_MOST, description="Only events with smaller numbers")
]


async def wanted(  # noqa: PLR0913 (one parameter for each filter)
    principal: Asker,
    actor_kind: Annotated[
        ActorKind | None, QueryParameter(description="Only what people, machines or Afina did")
    ] = None,
    actor: Annotated[
        str | None, QueryParameter(pattern=_PRINTABLE, description="Only what this one did")
    ] = None,
    entity: Annotated[
        str | None,
        QueryParameter(pattern=_PRINTABLE, description="Only what was done to this kind of thing"),
    ] = None,
    entity_id: Annotated[
        str | None, QueryParameter(pattern=_PRINTABLE, description="Only what was done to this one")
    ] = None,
    group: Annotated[
        AuditGroup | None, QueryParameter(description="Only events of this group")
    ] = None,
    since: Annotated[
        datetime | None, QueryParameter(description="Only from this moment on")
    ] = None,
    until: Annotated[datetime | None, QueryParameter(description="Only before this moment")] = None,
    address: Annotated[
        str | None, QueryParameter(pattern=_PRINTABLE, description="Only what came from here")
    ] = None,
    text: Annotated[
        str | None,
        QueryParameter(pattern=_PRINTABLE, description="Only events that say this, in any field"),
    ] = None,
    before: Number = None,
) -> Wanted:
    """The lines that are asked for, of those that the asker may see."""
    return Wanted(
        owner_id=None if principal.administrates else principal.subject,
        actor_kind=actor_kind,
        actor_id=actor,
        entity=entity,
        entity_id=entity_id,
        types=None if group is None else types_of(group),
        address=address,
        text=text,
        since=_aware(since),
        until=_aware(until),
        before=before,
    )


def _aware(moment: datetime | None) -> datetime | None:
    """A time without a zone is UTC."""
    naive = moment is not None and moment.tzinfo is None
    return moment.replace(tzinfo=UTC) if moment is not None and naive else moment


@get("/audit", summary="Show who did what", responses=refusals(ProblemCode.INVALID_REQUEST))
async def list_lines(
    services: Opened, wanted: Filtered, language: Spoken, limit: Limit = 50
) -> AuditPage:
    """Answer with what happened to your things, newest first; an administrator sees everything."""
    async with services.engine.connect() as tx:
        lines = await audit.page(tx, wanted, limit)
        names = await audit.names(tx, audit.named_in(lines))
    return page_of(lines, names, language, asker=wanted.owner_id, limit=limit)


@get(
    "/audit/export",
    summary="Download who did what",
    media_type=ANY_FILE,
    responses=downloads.described(ANY_FILE, "The same lines, oldest first, as a file")
    | refusals(ProblemCode.INVALID_REQUEST),
)
async def export_lines(
    services: Opened,
    wanted: Filtered,
    language: Spoken,
    sent_as: Annotated[
        TrailFormat, QueryParameter(name="format", description="The kind of file")
    ] = TrailFormat.CSV,
    separator: Annotated[
        Separator, QueryParameter(description="Between the cells of a table")
    ] = Separator.SEMICOLON,
) -> Stream:
    """Send the lines as a table that opens in Excel, or as JSON lines with a seal at the end."""
    if sent_as is TrailFormat.CSV:
        content = exports.csv_of(services.engine, wanted, language, separator)
    else:
        content = exports.jsonl_of(services.engine, wanted, language)
    headers = {"Content-Disposition": f'attachment; filename="afina-audit.{sent_as}"'}
    return Stream(content, media_type=ANY_FILE, headers=headers)


@get("/audit/seals", summary="List seals", responses=refusals(ProblemCode.INVALID_REQUEST))
async def list_seals(services: Opened, limit: Limit = 50, before: Number = None) -> SealPage:
    """Answer with seals of the log, newest first: keep one elsewhere, to verify with it later."""
    async with services.engine.connect() as tx:
        rows = await audit.seal_page(tx, before, limit)
    return SealPage(items=[seal_view(row) for row in rows])


router = Router(
    path="/",
    route_handlers=[list_lines, export_lines, list_seals],
    dependencies={"wanted": Provide(wanted)},
    guards=[people_only],
    tags=["audit"],
)
