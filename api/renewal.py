"""Gives a worker a key: told to the log first, made after that, and never left to one that is out.

Who asks again is given another one, so a renewal that was cut short is asked for again.
"""

from api import credentials
from api.commands import workers as commands
from api.commands.workers import RenewKey, Worker
from api.services import Services
from schemas import subjects


async def renew(services: Services, command: RenewKey) -> tuple[Worker, str, int]:
    """The worker, its new key, and where the log tells of it; the old one opens nothing more.

    Raises:
        RefusedError: WORKER_NOT_FOUND, WORKER_REVOKED.
        UnavailableError: the log did not answer; to be repeated.
    """
    written = await services.workers.carry_out(
        subjects.worker(command.worker_id),
        lambda worker: commands.renew(command, worker, services.now()),
    )
    key = await issue(services, written.state)
    await services.expulsion.expel(command.worker_id)
    return written.state, key, written.last_sequence


async def issue(services: Services, worker: Worker) -> str:
    """A key for a worker of the log, unless it has been revoked by the time that the key counts.

    A revocation ends keys once more when it is in the log: so one of the two sees what the other
    did, whichever comes first.

    Raises:
        RefusedError: WORKER_REVOKED.
        UnavailableError: the log did not answer; nobody has heard the key.
    """
    key = await credentials.issue(services.engine, worker.worker_id, worker.name, services.now())
    found = await services.workers.load(subjects.worker(worker.worker_id))
    if commands.known(found.state).revoked:
        await credentials.end(services.engine, worker.worker_id, services.now())
    commands.admitted(found.state)
    return key
