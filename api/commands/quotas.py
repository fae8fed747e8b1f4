"""Whether one more run may become active: (who is active, quota) -> verdict. No I/O here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from api.problems import RefusedError
from schemas.problems import ProblemCode


@dataclass(frozen=True, slots=True)
class ActiveRun:
    """A run that waits or is trained."""

    run_id: UUID
    owner_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many runs may be active at once."""

    of_person: int
    of_all: int
    exceptions: Mapping[str, int] = field(default_factory=dict[str, int])
    """By person, of those who may have more or fewer."""

    def of(self, owner_id: str) -> int:
        """How many this person may have."""
        return self.exceptions.get(owner_id, self.of_person)


def refuse_beyond(quota: Quota, active: Collection[ActiveRun], owner_id: str) -> None:
    """Let one more run of the owner's become active.

    Raises:
        RefusedError: QUOTA_RUNS, the owner has as many as may be; QUOTA_RUNS_OF_ALL, so have all
            together, and whose they are is nobody's business.
    """
    own = [run for run in active if run.owner_id == owner_id]
    if len(own) >= quota.of(owner_id):
        named = {"runs": [str(run.run_id) for run in own], "names": [run.name for run in own]}
        params = {"active": len(own), "limit": quota.of(owner_id), **named}
        raise RefusedError(ProblemCode.QUOTA_RUNS, params)
    if len(active) >= quota.of_all:
        params = {"active": len(active), "limit": quota.of_all}
        raise RefusedError(ProblemCode.QUOTA_RUNS_OF_ALL, params)
