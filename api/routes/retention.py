"""How long things are kept, what would go now, and what went last."""

from litestar import Router, get, patch, post
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK
from nats.errors import Error as NatsError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.access import administrators_only
from api.commands.settings import Value
from api.enactment import enact
from api.problems import RefusedError
from api.routes.wiring import Asker, Opened, refusals
from api.services import Services
from api.views.retention import (
    RetentionApplied,
    RetentionChange,
    RetentionPass,
    RetentionPolicy,
    RetentionPreview,
    pass_of,
)
from infra import policies
from infra.bus import UnavailableError
from schemas import subjects, tables
from schemas.events.setting import RETENTION
from schemas.installation import Cleaning, CleaningWish
from schemas.problems import ProblemCode
from schemas.retention import Preview, Retention

PREVIEW_SECONDS = 30.0
"""That looking through the whole store may take."""
APPLY_SECONDS = 120.0


@get("/", summary="Show the policy of retention", responses=refusals())
async def show_retention(services: Opened) -> RetentionPolicy:
    """Answer with the policy, and with what the last pass removed."""
    return await _shown(services)


@patch(
    "/",
    summary="Change the policy of retention",
    responses=refusals(ProblemCode.INVALID_REQUEST),
)
async def change_retention(
    data: JSONBody[RetentionChange], services: Opened, principal: Asker
) -> RetentionPolicy:
    """Keep some things longer, or shorter, from the next pass on."""
    wish = data.model_dump(exclude_unset=True)

    def become(value: Value) -> Value:
        return Retention.model_validate(value).model_copy(update=wish).model_dump(mode="json")

    await enact(services, RETENTION, become, principal.actor)
    return await _shown(services)


@get("/preview", summary="Show what is too old", responses=refusals())
async def preview_retention(services: Opened) -> RetentionPreview:
    """Answer with what would go now, by kind: how much, how old, and a few names."""
    try:
        client = services.log.client
        answer = await client.request(subjects.RETENTION_PREVIEW, timeout=PREVIEW_SECONDS)
    except (NatsError, TimeoutError) as error:
        raise UnavailableError("nobody answers what would go") from error
    found = Preview.model_validate_json(answer.data).found
    if found is None:
        raise UnavailableError("what would go could not be looked for")
    return RetentionPreview(found=found)


@post(
    "/apply",
    summary="Let go what is too old",
    status_code=HTTP_200_OK,
    responses=refusals(ProblemCode.RETENTION_RUNNING),
)
async def apply_retention(services: Opened, principal: Asker) -> RetentionApplied:
    """Remove now what would go this night, and answer with what went."""
    wish = CleaningWish(actor=principal.actor).model_dump_json().encode()
    try:
        client = services.log.client
        answer = await client.request(subjects.RETENTION_APPLY, wish, timeout=APPLY_SECONDS)
    except (NatsError, TimeoutError) as error:
        raise UnavailableError("nobody answers who could remove it") from error
    cleaning = Cleaning.model_validate_json(answer.data)
    if cleaning.removed is None:
        raise RefusedError(ProblemCode.RETENTION_RUNNING)
    return RetentionApplied(removed=cleaning.removed, unread=cleaning.unread)


async def _shown(services: Services) -> RetentionPolicy:
    async with services.engine.connect() as tx:
        return RetentionPolicy(
            policy=await policies.read(tx, RETENTION, Retention),
            defaults=Retention(),
            hour=services.settings.retention_hour,
            last=await _last(tx),
        )


async def _last(tx: AsyncConnection) -> RetentionPass | None:
    audit = tables.audit
    passes = select(audit.c.stored_at, audit.c.data).where(
        audit.c.entity == "setting",
        audit.c.entity_id == RETENTION,
        audit.c.type == "setting.retention_applied.v1",
    )
    newest = passes.order_by(audit.c.sequence.desc()).limit(1)
    line = (await tx.execute(newest)).mappings().one_or_none()
    return None if line is None else pass_of(line)


router = Router(
    path="/retention",
    route_handlers=[show_retention, change_retention, preview_retention, apply_retention],
    guards=[administrators_only],
    tags=["retention"],
)
