"""Lets a worker work no more: token, log, connection, then the runs that it held.

Each step may be repeated, and the whole is when it was cut short: what is done already stays done.
What follows from a revocation is done by every process of the API that hears of it; a round every
half minute ends connections that may have been missed.
"""

import asyncio
import json
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from nats.aio.client import Client
from nats.aio.msg import Msg

from api import credentials
from api.commands import workers as commands
from api.commands.runs import Run
from api.commands.workers import RevokeWorker
from api.expulsion import TROUBLES
from api.queries import workers
from api.services import Services
from infra import logging
from infra.tasks import ended, kept
from schemas import subjects
from schemas.base import Event, answering
from schemas.events.run import RunStalled, StallReason
from schemas.events.worker import WorkerRevoked, worker_events
from schemas.lifecycle import RunStatus

log = logging.get(__name__)

ROUND_SECONDS = 30.0
ANSWER_SECONDS = 5.0


async def revoke(services: Services, command: RevokeWorker) -> int:
    """Refuse the worker from now on, end its connections, offer its runs to others at once.

    The last sequence of the worker in the log.

    Raises:
        RefusedError: WORKER_NOT_FOUND.
        UnavailableError: the log did not answer; to be repeated.
    """
    about = subjects.worker(command.worker_id)
    commands.known((await services.workers.load(about)).state)
    await credentials.end(services.engine, command.worker_id, services.now())
    written = await services.workers.carry_out(
        about, lambda worker: commands.revoke(command, worker, services.now())
    )
    events = [recorded.event for recorded in await services.log.history(about)]
    [*_, said] = [event for event in events if isinstance(event, WorkerRevoked)]
    await follow(services, said)
    return written.last_sequence


async def follow(services: Services, said: WorkerRevoked) -> None:
    """Do what follows from a revocation; a key that was made just before it opens nothing."""
    await credentials.end(services.engine, said.worker_id, services.now())
    await services.expulsion.expel(said.worker_id)
    await _forget_presence(services.log.client, said.worker_id)
    await _give_back(services, said)


@asynccontextmanager
async def watching(services: Services) -> AsyncGenerator[None]:
    """Follow revocations, whichever process writes them, and let nobody stay who is missed."""

    async def on_revoked(message: Msg) -> None:
        try:
            said = worker_events.validate_json(message.data)
            if isinstance(said, WorkerRevoked):
                await follow(services, said)
        except TROUBLES as error:
            log.warning("the next round will follow it", error=str(error))

    hearing = await services.log.client.subscribe(subjects.worker_revoked("*"), cb=on_revoked)
    rounds = kept(_go_round(services))
    try:
        yield
    finally:
        await ended([rounds])
        if services.log.client.is_connected:
            await hearing.unsubscribe()


async def _go_round(services: Services) -> None:
    while True:
        try:
            present = await services.expulsion.connected()
            await services.expulsion.expel_all(present - await _welcome(services, present))
        except TROUBLES as error:
            log.warning("connections not looked at", error=str(error))
        await asyncio.sleep(ROUND_SECONDS)


async def _welcome(services: Services, present: set[str]) -> set[str]:
    """Those of the workers whose token counts and whom the log has not revoked."""
    if not present:
        return set()
    async with services.engine.connect() as tx:
        shown = await credentials.shown(tx, present)
    states = {each: await services.workers.load(subjects.worker(each)) for each in shown}
    return {each for each, found in states.items() if found.state and not found.state.revoked}


async def _forget_presence(client: Client, worker_id: str) -> None:
    """Take back its last heartbeat, by which others would leave its runs alone."""
    of_worker = json.dumps({"filter": subjects.presence(worker_id)}).encode()
    subject = f"$JS.API.STREAM.PURGE.{subjects.PRESENCE}"
    await client.request(subject, of_worker, timeout=ANSWER_SECONDS)


async def _give_back(services: Services, said: WorkerRevoked) -> None:
    """Say of each run that it held that its attempt is over, and offer its job again."""
    async with services.engine.connect() as tx:
        held = await workers.runs_of(tx, said.worker_id)
    for run_id in held:
        written = await services.runs.carry_out(
            subjects.run(run_id), lambda run: _stalled(run, said, services)
        )
        if written.changed:
            await _offer(services.log.client, written.state, written.first_sequence)


def _stalled(run: Run | None, said: WorkerRevoked, services: Services) -> list[Event]:
    """That the attempt is over, where it is still this worker's."""
    if run is None or run.state.status is not RunStatus.RUNNING:
        return []
    if run.state.worker_id != said.worker_id:
        return []
    return [
        RunStalled(
            run_id=run.requested.run_id,
            worker_id=said.worker_id,
            attempt=run.state.attempt,
            reason=StallReason.WORKER_LOST,
            occurred_at=services.now(),
            actor=said.actor,
            **answering(said),
        )
    ]


async def _offer(client: Client, run: Run, sequence: int) -> None:
    """Let the next worker have the job at once, whoever holds its lease.

    The broker finds a lease by the stream's sequence alone, which is the third number here.
    """
    queue = subjects.jobs_consumer(run.requested.pool)
    lease = f"$JS.ACK.{subjects.TRAINING}.{queue}.1.{sequence}.1.{time.time_ns()}.0"
    await client.publish(lease, b"-NAK")
    await client.flush()
