"""Many people who all ask several processes for runs at once, and what the log says came of it."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx

from schemas import lifecycle
from schemas.base import Actor, ActorKind
from schemas.events.run import RunRequested, run_events
from schemas.lifecycle import RunState
from tests.faults.standin import PLAIN
from tests.faults.system import EXAMPLES, System
from tests.schemas.examples import dataset_uploaded

ADMITTED = frozenset({201, 202})
REFUSED = 409
UNAVAILABLE = 503
EPOCHS = 2
ALL = httpx.Limits(max_connections=None)


@dataclass(frozen=True, slots=True)
class Racer:
    """A person with a dataset."""

    owner_id: str
    dataset_id: UUID
    token: str

    async def ask(self, client: httpx.AsyncClient) -> httpx.Response:
        """For a short training."""
        wish = {
            "dataset_id": str(self.dataset_id),
            "base_model": PLAIN,
            "hyperparameters": {"epochs": EPOCHS},
        }
        headers = {"Authorization": f"Bearer {self.token}"}
        return await client.post("/api/runs", json=wish, headers=headers)


@dataclass(frozen=True, slots=True)
class Crowding:
    """The most runs that were active at once, by the log."""

    requested: int
    most_of_all: int
    most_of_one: int


async def racers(site: System, count: int) -> list[Racer]:
    """People who may begin."""
    return [await _racer(site, f"racer-{number}") for number in range(count)]


async def _racer(site: System, owner_id: str) -> Racer:
    uploaded = dataset_uploaded(
        event_id=uuid4(),
        dataset_id=uuid4(),
        owner_id=owner_id,
        actor=Actor(kind=ActorKind.USER, id=owner_id),
        examples_sha256=hashlib.sha256(EXAMPLES).hexdigest(),
    )
    await site.log.append(uploaded, expected=0)
    return Racer(owner_id, uploaded.dataset_id, await site.token(owner_id))


async def at_once(
    people: Sequence[Racer],
    addresses: Sequence[str],
    each: int,
    answers: list[httpx.Response],
) -> None:
    """Send so many requests to each address at the same time; add to ``answers`` as they come."""

    async def ask(racer: Racer, client: httpx.AsyncClient) -> None:
        answers.append(await racer.ask(client))

    async with AsyncExitStack() as exits, asyncio.TaskGroup() as asking:
        for address in addresses:
            client = httpx.AsyncClient(base_url=address, timeout=60, limits=ALL, trust_env=False)
            await exits.enter_async_context(client)
            for number in range(each):
                asking.create_task(ask(people[number % len(people)], client))


def tally(answers: Sequence[httpx.Response]) -> Counter[int]:
    """How often each status was answered; every one that admits as 201."""
    return Counter(201 if one.status_code in ADMITTED else one.status_code for one in answers)


def admitted(answers: Sequence[httpx.Response]) -> set[UUID]:
    """The runs that were promised."""
    return {UUID(one.json()["id"]) for one in answers if one.status_code in ADMITTED}


async def crowding(site: System) -> Crowding:
    """How many runs there were at every moment of the log."""
    owners: dict[UUID, str] = {}
    states: dict[UUID, RunState] = {}
    most_of_all = most_of_one = 0
    for recorded in await site.log.history("training.run.>"):
        event: Any = run_events.validate_python(recorded.event)
        states[event.run_id] = lifecycle.evolve(states.get(event.run_id), event)
        if isinstance(event, RunRequested):
            assert event.run_id not in owners, "a run was requested twice"
            owners[event.run_id] = event.owner_id
            active = [run_id for run_id, state in states.items() if not state.status.ended]
            most_of_all = max(most_of_all, len(active))
            of_one = Counter(owners[run_id] for run_id in active)
            most_of_one = max(most_of_one, *of_one.values())
    return Crowding(len(owners), most_of_all, most_of_one)
