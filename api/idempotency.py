"""Ids that a client's key decides, so that asking twice is asking once."""

from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

RUNS = UUID("5a0c1f5e-3f0b-5b52-8d3b-0e6a1d7c9b24")
"""The namespace of run ids that come from keys."""


@dataclass(frozen=True, slots=True)
class RunIds:
    """Of a run to be made, and of the command that makes it."""

    run_id: UUID
    command_id: UUID
    """Tells whether a repeated key came with the same body."""


def run_ids(owner_id: str, key: str | None, body: str) -> RunIds:
    """The same for the same owner, key and body; the run's is the same for every body."""
    if key is None:
        return RunIds(uuid4(), uuid4())
    run_id = uuid5(RUNS, f"{owner_id}\0{key}")
    return RunIds(run_id, uuid5(run_id, body))
