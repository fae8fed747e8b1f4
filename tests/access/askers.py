"""Everybody who may ask: people with and without something to do with the things, and machines."""

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import update

from api.access import CredentialKind
from infra import clock
from schemas import tables
from schemas.roles import Role, Scope
from tests.api.desk import Desk
from tests.schemas.examples import OWNER


class Asker(StrEnum):
    """By the heading of a column in the paper."""

    NOBODY = "nobody"
    REVOKED = "revoked token"
    EXPIRED = "expired token"
    DISABLED = "disabled person"
    OTHER_WORKER = "other worker"
    HOLDER = "worker with the run"
    OTHER = "other person"
    FRIEND = "shared with"
    READER = "owner, token that reads"
    OWNER = "owner"
    ADMINISTRATOR = "administrator"


UNKNOWN = (Asker.NOBODY, Asker.REVOKED, Asker.EXPIRED, Asker.DISABLED)
MACHINES = (Asker.HOLDER, Asker.OTHER_WORKER)
FRIEND = "ana"
HOLDER, SPARE = "gpu-1", "gpu-2"
DISABLED = "caio"


async def tokens(desk: Desk) -> dict[Asker, str | None]:
    """What each of them shows."""
    now = clock.now()
    worker = CredentialKind.WORKER
    shown: dict[Asker, str | None] = {
        Asker.NOBODY: None,
        Asker.REVOKED: await desk.token(revoked_at=now),
        Asker.EXPIRED: await desk.token(expires_at=now - timedelta(seconds=1)),
        Asker.DISABLED: await desk.token(DISABLED),
        Asker.OTHER_WORKER: await desk.token(SPARE, worker),
        Asker.HOLDER: await desk.token(HOLDER, worker),
        Asker.OTHER: await desk.token("bia"),
        Asker.FRIEND: await desk.token(FRIEND),
        Asker.READER: await desk.token(scopes=[Scope.READ]),
        Asker.OWNER: await desk.token(OWNER),
        Asker.ADMINISTRATOR: await desk.token("root", role=Role.ADMIN),
    }
    async with desk.services.engine.begin() as tx:
        disabled = tables.users.c.user_id == DISABLED
        await tx.execute(update(tables.users).where(disabled).values(disabled_at=now))
    return shown
