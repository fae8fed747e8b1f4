"""Where runs are let into the queue: one after the other, over all processes.

Who is active is read from the read model, up to where that has got, and from the log after it. The
request is then written only if no other was meanwhile, so every decision has seen all before it.
Ends that are not projected yet make it stricter, never laxer; no lock and no projector is needed.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from api.channel import Channel
from api.commands import quotas
from api.commands.quotas import ActiveRun, Quota
from api.commands.rules import Rules
from api.commands.runs import Run
from api.decider import Decider, Fence, Written
from api.problems import RefusedError
from api.queries import admissions
from api.standing import Standing
from infra.bus import ConflictError, EventLog, UnavailableError
from schemas import subjects
from schemas.events.run import RunEvent, RunRequested
from schemas.problems import ProblemCode

PATIENCE_SECONDS = 20.0
"""For a turn, and for others who are faster time and again."""
CATCH_UP_SECONDS = 2.0
"""For the projection of ends, before somebody is refused who may have room."""
QUOTAS = frozenset({ProblemCode.QUOTA_RUNS, ProblemCode.QUOTA_RUNS_OF_ALL})

Decision = Callable[[Run | None], Sequence[RunEvent]]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who is active, as a decision sees it."""

    fence: Fence
    active: Sequence[ActiveRun]
    exceptions: Mapping[str, int]
    """How many runs they may have who may have more or fewer than others."""


class Admission:
    """The door of the queue."""

    def __init__(
        self,
        log: EventLog,
        engine: AsyncEngine,
        runs: Decider[Run],
        training: Channel,
        standing: Standing,
    ) -> None:
        self._log = log
        self._engine = engine
        self._runs = runs
        self._training = training
        self._standing = standing
        self._turn = asyncio.Lock()
        """Held by one request of this process: others would only meet its conflict."""

    async def admit(self, run_id: UUID, decision: Decision) -> Written[Run]:
        """Request the run as ``decision`` says, within the quota; what was admitted stays so.

        Raises:
            RefusedError: by the decision, or by the quota.
            UnavailableError: the log did not answer, or too many ask at once.
        """
        try:
            return await self._in_turn(run_id, decision)
        except RefusedError as refused:
            if refused.code not in QUOTAS:
                raise
        await self._training.position.reached(await self._log.last_sequence(), CATCH_UP_SECONDS)
        return await self._in_turn(run_id, decision)

    async def _in_turn(self, run_id: UUID, decision: Decision) -> Written[Run]:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS), self._turn:
                while True:
                    try:
                        return await self._decided(run_id, decision)
                    except ConflictError:
                        continue
        except TimeoutError as error:
            raise UnavailableError("too many ask for runs at once") from error

    async def _decided(self, run_id: UUID, decision: Decision) -> Written[Run]:
        rules, crowd = await self._standing.rules(), await self._crowd()

        def within_limits(run: Run | None) -> Sequence[RunEvent]:
            events = decision(run)
            for event in events:
                if isinstance(event, RunRequested):
                    _refuse_beyond(rules, crowd, event)
            return events

        # The run is read after the fence was put up: no other request of its id can slip between.
        return await self._runs.propose(subjects.run(run_id), within_limits, crowd.fence)

    async def _crowd(self) -> Crowd:
        """Everybody who may be active as long as nothing is requested after the fence."""
        after = self._training.position.sequence
        while True:
            fence, requested = await self._requested(after)
            async with self._engine.connect() as tx:
                known = await admissions.known(tx, self._training.projection, requested)
                exceptions = await admissions.exceptions(tx)
            if known.position >= after:
                new = [run for run_id, run in requested.items() if run_id not in known.runs]
                return Crowd(fence, [*filter(None, known.runs.values()), *new], exceptions)
            after = known.position  # another model is in use by now, which is not as far

    async def _requested(self, after: int) -> tuple[Fence, dict[UUID, ActiveRun]]:
        """The fence, and every run that was requested after a sequence and before it."""
        last = await self._log.last_under(subjects.requests())
        history = await self._log.complete_history(subjects.requests(), after=after)
        events = [each.event for each in history if isinstance(each.event, RunRequested)]
        fence = Fence(subjects.requests(), max([last, *(each.sequence for each in history)]))
        return fence, {event.run_id: _active(event) for event in events}


def _refuse_beyond(rules: Rules, crowd: Crowd, event: RunRequested) -> None:
    """Let the run be requested. A repeated one is as the first was, whatever the limits are now.

    Raises:
        InvalidFieldsError: it asks for more than anybody may.
        RefusedError: a quota is used up.
    """
    if event.reproduces is None:
        rules.refuse_beyond(event.hyperparameters)
    quota = Quota(
        of_person=rules.limits.runs_of_person,
        of_all=rules.limits.runs_of_all,
        exceptions=crowd.exceptions,
    )
    quotas.refuse_beyond(quota, crowd.active, event.owner_id)


def _active(event: RunRequested) -> ActiveRun:
    return ActiveRun(event.run_id, event.owner_id, event.name)
