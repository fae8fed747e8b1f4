"""Classifying a sheet: from the file that came to the job that its worker finds, and to its end."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from api import answers, storage
from api.access import Principal
from api.commands import classifications as commands
from api.commands.classifications import (
    Classification,
    RemoveClassification,
    RequestClassification,
)
from api.commands.models import Trained
from api.datasets.texts import TextWish
from api.decider import Written
from api.queries import classifications as queries
from api.queries import models
from api.services import Services
from api.sight import Sight
from infra.bus import UnavailableError
from schemas import subjects
from schemas.base import Actor

MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A file whose texts are wanted."""

    path: Path
    filename: str
    wish: TextWish
    dataset_id: UUID | None = None
    """Whose original file it is."""


async def begin(
    services: Services, principal: Principal, trained: Trained, sent: Sent, folder: Path
) -> Written[Classification]:
    """Store the sheet and queue it: the bytes first, then the fact.

    Raises:
        FileRefusedError: there are no texts in it that can be told.
        RefusedError: QUOTA_CLASSIFICATIONS.
    """
    found = await services.intake.extract(sent.path, sent.filename, sent.wish, folder)
    command = RequestClassification(
        classification_id=uuid4(),
        filename=sent.filename,
        text_column=found.column,
        rows=found.rows,
        size_bytes=found.size_bytes,
        dataset_id=sent.dataset_id,
        actor=principal.actor,
    )
    # Two requests at once may not both be the last one that is allowed.
    async with (
        storage.held(services.locks, f"classifications of {principal.subject}"),
        answers.held(services, command.classification_id),
    ):
        commands.refuse_beyond(await _open_jobs(services, principal.subject))
        await answers.put_sheet(services.blobs, command.classification_id, folder)
        written = await services.classifications.carry_out(
            subjects.classification(command.classification_id),
            lambda before: commands.request(command, before, trained, services.now()),
        )
        await services.can_be_read(written.last_sequence)
    async with services.engine.begin() as tx:
        await models.note_use(tx, trained.run_id, services.now())
    return written


async def _open_jobs(services: Services, owner_id: str) -> int:
    """Once the read model knows of all that were asked for."""
    if not await services.can_be_read(await services.log.last_sequence()):
        raise UnavailableError("the read model is behind")
    async with services.engine.connect() as tx:
        return await queries.open_of_person(tx, owner_id)


async def remove(
    services: Services,
    classification_id: UUID,
    sight: Sight,
    actor: Actor,
    *,
    for_good: bool = False,
) -> Written[Classification]:
    """Stop it, or take it away if it is over or ``for_good``; either way its bytes go.

    Raises:
        RefusedError: CLASSIFICATION_NOT_FOUND.
    """
    command = RemoveClassification(
        classification_id=classification_id, for_good=for_good, actor=actor
    )
    async with answers.held(services, classification_id):
        written = await services.classifications.carry_out(
            subjects.classification(classification_id),
            lambda before: commands.remove(command, before, sight, services.now()),
        )
        await answers.remove(services.blobs, classification_id)
    return written
