"""The course of the chaos: single faults first, then several at once, with quiet between them."""

import asyncio
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from benchmarks.chaos.catalogue import FAULTS, Fault
from benchmarks.chaos.recovery import MissedError, Recovered
from benchmarks.chaos.scene import Scene

RECOVERY_SECONDS = 90.0
"""After which the system counts as not recovered."""
POLL_SECONDS = 0.02
SINGLE_SHARE = 0.1
"""Of all faults that fall one at a time."""
AT_ONCE = 8
"""Streams of faults after that."""
QUIET_EVERY, QUIET_SECONDS = 50, 5.0
NUMBERS = 1 << 16


@dataclass(slots=True)
class Tally:
    """What came of one kind of fault."""

    injected: int = 0
    recovered: int = 0
    missed: int = 0
    """It fell on nothing; not counted as injected."""
    seconds: list[float] = field(default_factory=list[float])
    """From the end of each fault until the system was over it, other faults falling meanwhile."""


@dataclass(slots=True)
class Course:
    """Faults until there were enough, or until time is up."""

    scene: Scene
    random: Random
    faults: int
    minutes: float
    say: Callable[[str], None]
    tallies: dict[str, Tally] = field(
        default_factory=lambda: {fault.name: Tally() for fault in FAULTS}
    )
    _began: float = field(default_factory=time.monotonic)

    @property
    def injected(self) -> int:
        return sum(tally.injected for tally in self.tallies.values())

    def left(self, share: float = 1.0) -> bool:
        """Whether more faults are to fall, of this share of all."""
        in_time = time.monotonic() - self._began < 60 * self.minutes
        return in_time and self.injected < math.ceil(share * self.faults)

    async def run(self) -> None:
        """Every kind once, then at random: alone first, then together."""
        for fault in FAULTS:
            await self._inject(fault)
        while self.left(SINGLE_SHARE):
            await self._inject(self._any())
            await self._rest()
        self.say("now several at once")
        async with asyncio.TaskGroup() as streams:
            for _ in range(AT_ONCE):
                streams.create_task(self._stream())

    async def _stream(self) -> None:
        while self.left():
            await self._inject(self._any())
            await self._rest()

    async def _rest(self) -> None:
        if self.injected % QUIET_EVERY == 0:
            await asyncio.sleep(QUIET_SECONDS)

    def _any(self) -> Fault:
        return self.random.choices(FAULTS, [fault.weight for fault in FAULTS])[0]

    async def _inject(self, fault: Fault) -> None:
        tally, number = self.tallies[fault.name], self.random.randrange(NUMBERS)
        targets = {"worker": len(self.scene.workers), "consumers": len(self.scene.consumers)}
        place = f"{fault.reaches} {number % targets.get(fault.reaches, 1)}"
        async with self.scene.locks[place]:
            try:
                recovered = await fault.inject(self.scene, number)
            except MissedError:
                tally.missed += 1
                return
            tally.injected += 1
            seconds = await self._seconds(recovered)
        tally.recovered += seconds is not None
        if seconds is not None:
            tally.seconds.append(seconds)
        took = "NOT RECOVERED" if seconds is None else f"{seconds:5.1f} s"
        self.say(f"{self.injected:5} {took}  {place}: {fault.name}")

    async def _seconds(self, recovered: Recovered) -> float | None:
        """Until the system was over it; None if it took too long."""
        began = time.monotonic()
        while time.monotonic() - began < RECOVERY_SECONDS:
            if await recovered():
                return time.monotonic() - began
            await asyncio.sleep(POLL_SECONDS)
        return None
