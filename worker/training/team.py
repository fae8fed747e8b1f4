"""The processes that train one run together, one a device, and what they agree on.

All take the same steps. Of each, a process learns from its share of the rows; gradients are summed
over the team, so that all go on with the same weights. The first process leads: it alone is heard
by the agent and writes files, and what only one can decide the others take from it.
"""

import os
import sys
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar, cast

import torch
import torch.distributed as dist
from torch import nn

from schemas.events.run import FailureCode
from worker.training import memory
from worker.training.companions import LOOPBACK, Seat
from worker.training.failures import TrainingError, UpdateTornError

T = TypeVar("T")

PATIENCE = timedelta(days=1)
"""With a member that is silent but lives; that one has died the leader notices at once."""
EXPLAINED_SECONDS = 10.0
"""After a team broke, for whoever knows why to say so, which ends this process."""
BUCKET_BYTES = 32 << 20
"""Gradients are summed in pieces of about this size: few messages, little memory."""


class TeamBrokenError(TrainingError):
    """Another member of the team can no longer be reached."""

    code = FailureCode.CRASHED
    retryable = True


class Team(Protocol):
    """What the loop and the session ask of the processes beside theirs.

    Every member asks the same questions in the same order.
    """

    @property
    def rank(self) -> int:
        """This process's number, from 0."""
        ...

    @property
    def size(self) -> int: ...

    @property
    def leads(self) -> bool:
        """Whether this process is heard and writes files."""
        ...

    def any(self, flags: Sequence[bool]) -> list[bool]:
        """Of each flag, whether a member sets it; nobody waits for a device."""
        ...

    def combine(
        self, parameters: Sequence[nn.Parameter], sums: Sequence[torch.Tensor] | None
    ) -> bool:
        """Add up all members' gradients and ``sums`` in place, unless one of them has none."""
        ...

    def committed(self) -> AbstractContextManager[None]:
        """A block that all members go through, whatever becomes of one of them.

        Raises:
            UpdateTornError: this one ran out of memory in it, and the others did not wait.
        """
        ...

    def gather(self, mine: T) -> list[T]:
        """What every member brings, by rank."""
        ...

    def led(self, find: Callable[[], T]) -> T:
        """What the leader finds; the others do not look."""
        ...

    def align(self, model: nn.Module) -> None:
        """Give every member the leader's weights."""
        ...

    def after_leader(self) -> AbstractContextManager[None]:
        """A block that the others enter only once the leader has left it."""
        ...


@dataclass(frozen=True, slots=True)
class Alone:
    """A team of one process."""

    rank: int = 0
    size: int = 1
    leads: bool = True

    def any(self, flags: Sequence[bool]) -> list[bool]:
        return list(flags)

    def combine(
        self, parameters: Sequence[nn.Parameter], sums: Sequence[torch.Tensor] | None
    ) -> bool:
        del parameters
        return sums is not None

    def committed(self) -> AbstractContextManager[None]:
        """Whatever fails can be tried again: nobody else has gone on."""
        return nullcontext()

    def gather(self, mine: T) -> list[T]:
        return [mine]

    def led(self, find: Callable[[], T]) -> T:
        return find()

    def align(self, model: nn.Module) -> None:
        """Nothing: there is nobody else."""

    def after_leader(self) -> AbstractContextManager[None]:
        return nullcontext()


@dataclass(frozen=True, slots=True)
class Together:
    """A team of several processes of this computer, joined by ``torch.distributed``."""

    rank: int
    size: int

    @property
    def leads(self) -> bool:
        return self.rank == 0

    def any(self, flags: Sequence[bool]) -> list[bool]:
        agreed = torch.tensor(flags, dtype=torch.uint8)
        with _reachable():
            dist.all_reduce(agreed, dist.ReduceOp.MAX)
        return agreed.bool().tolist()

    def combine(
        self, parameters: Sequence[nn.Parameter], sums: Sequence[torch.Tensor] | None
    ) -> bool:
        """Weights that no member has a gradient for are left without one, as in a team of one."""
        present = [parameter.grad is not None for parameter in parameters]
        lacking, *taught = self.any([sums is None, *present])
        if sums is None or lacking:
            return False
        learned = [one for one, is_taught in zip(parameters, taught, strict=True) if is_taught]
        with self.committed():
            self._add_up([*sums, *map(_gradient, learned)])
        return True

    @contextmanager
    def committed(self) -> Generator[None]:
        try:
            yield
        except Exception as error:
            if memory.is_exhausted(error):
                raise UpdateTornError(f"the other processes have gone on: {error}") from error
            raise

    def gather(self, mine: T) -> list[T]:
        gathered: list[T | None] = [None] * self.size
        with _reachable():
            dist.all_gather_object(gathered, mine)
        return cast("list[T]", gathered)

    def led(self, find: Callable[[], T]) -> T:
        found = [find() if self.leads else None]
        with _reachable():
            dist.broadcast_object_list(found, src=0)
        return cast("T", found[0])

    def align(self, model: nn.Module) -> None:
        with _reachable(), torch.no_grad():
            for tensor in (*model.parameters(), *model.buffers()):
                dist.broadcast(tensor, src=0)

    @contextmanager
    def after_leader(self) -> Generator[None]:
        if not self.leads:
            self.any([True])
        yield
        if self.leads:
            self.any([True])

    def _add_up(self, tensors: Sequence[torch.Tensor]) -> None:
        for bucket in buckets(tensors, BUCKET_BYTES):
            flat = torch.cat([tensor.flatten() for tensor in bucket])
            with _reachable():
                dist.all_reduce(flat)
            parts = flat.split([tensor.numel() for tensor in bucket])
            for tensor, part in zip(bucket, parts, strict=True):
                tensor.copy_(part.view_as(tensor))


ALONE = Alone()


@contextmanager
def joined(seat: Seat, device: torch.device) -> Generator[Team]:
    """The team that ``seat`` is in; each member trains on a device of its own.

    Raises:
        TeamBrokenError: a member is gone, and nobody said why.
    """
    if seat.size == 1:
        yield ALONE
        return
    try:
        _join(seat, device)
        yield Together(seat.rank, seat.size)
        dist.destroy_process_group()
    except TeamBrokenError:
        time.sleep(EXPLAINED_SECONDS)
        raise


def buckets(tensors: Iterable[torch.Tensor], size_bytes: int) -> list[list[torch.Tensor]]:
    """The tensors in their order, each bucket of one kind and, but for a larger tensor, size."""
    filled: list[list[torch.Tensor]] = []
    room, kind = 0, None
    for tensor in tensors:
        if tensor.dtype != kind or tensor.nbytes > room:
            filled.append([])
            room, kind = size_bytes, tensor.dtype
        filled[-1].append(tensor)
        room -= tensor.nbytes
    return filled


def _join(seat: Seat, device: torch.device) -> None:
    """Meet the others; nothing is to be reached from outside this computer."""
    for library in ("GLOO", "NCCL"):
        os.environ.setdefault(f"{library}_SOCKET_IFNAME", _loopback())
    if device.type == "cuda":
        torch.cuda.set_device(seat.rank)
    with _reachable():
        store = dist.TCPStore(  # pyright: ignore[reportPrivateImportUsage] - torch documents it
            LOOPBACK,
            seat.port,
            world_size=seat.size,
            is_master=seat.rank == 0,
            timeout=PATIENCE,
            master_listen_fd=seat.listener,
        )
        dist.init_process_group(
            "cpu:gloo,cuda:nccl" if device.type == "cuda" else "gloo",
            store=store,
            rank=seat.rank,
            world_size=seat.size,
            timeout=PATIENCE,
        )


def _loopback() -> str:
    return "lo0" if sys.platform == "darwin" else "lo"


def _gradient(parameter: nn.Parameter) -> torch.Tensor:
    """What this process has learned of it, which may be nothing."""
    if parameter.grad is None:
        parameter.grad = torch.zeros_like(parameter)
    return parameter.grad


@contextmanager
def _reachable() -> Generator[None]:
    """Surroundings of a word to the team.

    Raises:
        TeamBrokenError: a member did not hear it.
    """
    try:
        yield
    except RuntimeError as error:
        if memory.is_exhausted(error):
            raise
        raise TeamBrokenError(f"a process of the team is out of reach: {error}") from error
