"""Erasing a person: what is theirs is deleted, what names them goes, and the id stays.

The log holds ids alone, so without the row that says whose they are it names nobody. Every step may
be taken again: whoever was interrupted begins anew.
"""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from api import classifying, deletion
from api.access import Principal
from api.commands import shares
from api.commands.shares import Share
from api.people import accounts, outbox
from api.people.preferences import Preferences
from api.problems import RefusedError
from api.queries import classifications
from api.services import Services
from api.sight import DATASETS, RUNS, Sight
from infra.bus import UnavailableError
from schemas import subjects, tables
from schemas.events.user import UserErased
from schemas.lifecycle import RunStatus
from schemas.problems import ProblemCode
from schemas.shares import Shared

NOBODY = "—"
"""What is shown where a name was."""


async def erase(services: Services, user_id: str, principal: Principal) -> None:
    """Erase the person, as an administrator who may see everything.

    Raises:
        RefusedError: USER_NOT_FOUND, LAST_ADMINISTRATOR, DATASET_IN_TRAINING.
        UnavailableError: the read model is too far behind to tell what is theirs.
    """
    if not await services.can_be_read(await services.log.last_sequence()):
        raise UnavailableError("the read model is behind")
    now, actor = services.now(), principal.actor
    async with services.engine.begin() as tx:
        await accounts.shown(tx, user_id)
        await _refuse_active(tx, user_id)
        await accounts.disable(tx, user_id, actor, now)  # from here on nothing new is theirs
    for dataset_id in await _datasets(services, user_id):
        await deletion.delete(services, dataset_id, principal.sight, actor)
    for classification_id in await _classifications(services, user_id):
        await classifying.remove(
            services, classification_id, principal.sight, principal.actor, for_good=True
        )
    for run_id, grantee in await _shared_models(services, user_id):
        await _unshare(services, run_id, grantee, principal)
    async with services.engine.begin() as tx:
        await accounts.held(tx, user_id)
        await _forget(tx, user_id)
        await accounts.keep(
            tx,
            user_id,
            login=None,
            name=NOBODY,
            email=None,
            password_hash=None,
            oidc_issuer=None,
            oidc_subject=None,
            language=None,
            bell_without=[],
            email_kinds=[],
            erased_at=now,
            **asdict(Preferences()),
        )
        await outbox.tell(tx, UserErased(**outbox.of(user_id, actor, now)))


async def _refuse_active(tx: AsyncConnection, user_id: str) -> None:
    """Nothing is taken from under a training: neither theirs, nor one that learns from theirs."""
    sight, runs, datasets = Sight(user_id), tables.runs, tables.datasets
    theirs = select(datasets.c.dataset_id).where(sight.own(DATASETS))
    active = select(func.count()).where(
        runs.c.status.in_([RunStatus.QUEUED, RunStatus.RUNNING]),
        or_(sight.own(RUNS), runs.c.dataset_id.in_(theirs)),
    )
    if count := await tx.scalar(active):
        raise RefusedError(ProblemCode.DATASET_IN_TRAINING, {"runs": count})


async def _datasets(services: Services, user_id: str) -> list[UUID]:
    datasets = tables.datasets.c
    query = select(datasets.dataset_id).where(
        Sight(user_id).own(DATASETS), datasets.deleted_at.is_(None)
    )
    async with services.engine.connect() as tx:
        return list(await tx.scalars(query))


async def _classifications(services: Services, user_id: str) -> Sequence[UUID]:
    async with services.engine.connect() as tx:
        return await classifications.of_person(tx, user_id)


async def _shared_models(services: Services, user_id: str) -> list[tuple[UUID, str]]:
    theirs = select(tables.runs.c.run_id).where(Sight(user_id).own(RUNS))
    given = tables.shares.c
    query = select(given.entity_id, given.grantee).where(
        given.entity == Shared.MODEL, given.ended_at.is_(None), given.entity_id.in_(theirs)
    )
    async with services.engine.connect() as tx:
        return [(row.entity_id, row.grantee) for row in await tx.execute(query)]


async def _unshare(services: Services, run_id: UUID, grantee: str, principal: Principal) -> None:
    run = (await services.runs.load(subjects.run(run_id))).state
    command = Share(id=run_id, grantee=grantee, actor=principal.actor)
    await services.models.carry_out(
        subjects.model(run_id),
        lambda model: shares.unshare_model(command, model, run, principal.sight, services.now()),
    )


async def _forget(tx: AsyncConnection, user_id: str) -> None:
    """Sessions, tokens, links, drafts, notices and failed sign-ins, with what they name."""
    await tx.execute(delete(tables.outbox).where(tables.outbox.c.recipient == user_id))
    await tx.execute(delete(tables.tokens).where(tables.tokens.c.subject == user_id))
    for table in (tables.passes, tables.drafts, tables.sign_in_failures):
        await tx.execute(delete(table).where(table.c.user_id == user_id))
