"""Deleting a dataset: the fact first, then the bytes that nobody else needs.

What keeps the bytes from being removed now does not undo the fact: the consumers remove them later.
"""

from uuid import UUID

from obstore.exceptions import BaseError

from api import notes, storage
from api.commands import datasets as commands
from api.commands.datasets import Dataset, DeleteDataset
from api.decider import Written
from api.queries import runs
from api.queries.runs import Uses
from api.services import Services
from api.sight import Sight
from infra import logging
from infra.bus import UnavailableError
from schemas import subjects
from schemas.base import Actor

log = logging.get(__name__)


async def delete(
    services: Services, dataset_id: UUID, sight: Sight, actor: Actor
) -> Written[Dataset]:
    """Delete it, if the one with ``sight`` may and no training needs it.

    Raises:
        RefusedError: DATASET_NOT_FOUND, FORBIDDEN, DATASET_IN_USE, DATASET_IN_TRAINING.
        UnavailableError: the read model is too far behind to tell who needs it.
    """
    command = DeleteDataset(dataset_id=dataset_id, actor=actor)
    async with storage.alone_with(services, dataset_id, sight):
        uses = await _uses(services, dataset_id)
        written = await services.datasets.carry_out(
            subjects.dataset(dataset_id),
            lambda dataset: commands.delete(command, dataset, sight, uses, services.now()),
        )
        async with services.engine.begin() as tx:
            await notes.forget_all(tx, dataset_id)
        if await services.can_be_read(written.last_sequence):
            await _remove(services, written.state)
    return written


async def _uses(services: Services, dataset_id: UUID) -> Uses:
    """Once the read model knows of all runs that were asked for."""
    if not await services.can_be_read(await services.log.last_sequence()):
        raise UnavailableError("the read model is behind")
    async with services.engine.connect() as tx:
        return await runs.using_dataset(tx, dataset_id)


async def _remove(services: Services, dataset: Dataset) -> None:
    try:
        await storage.remove(services, dataset)
    except (OSError, BaseError) as error:
        log.warning("bytes of a deleted dataset are left to the sweep", error=str(error))
