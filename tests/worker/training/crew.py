"""What a team of two does in its tests; run as a program, it is the team's second member.

python -m tests.worker.training.crew FOLDER --rank 1 --port PORT
"""

import argparse
import json
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import nn

from tests.worker.training import lessons, small
from tests.worker.training.small import Ear, never
from tests.worker.training.test_loop import PLENTY, Points, loop
from worker.messages import Failed, Finished, Job, Stopped
from worker.training import child, session, team
from worker.training.companions import Companions, Seat
from worker.training.loop import Loop, Position, Progress, StepDone
from worker.training.team import ALONE, Team

SIZE = 2
TEXTS = "texts"
KINDS = (TEXTS, *lessons.KINDS)
PROCESSOR = torch.device("cpu")
ROOM, BUDGET = 60, 200
"""Tokens that fit into the second member, and that both try at first."""


class PartlyTaught(Points):
    """Points, and a weight that no answer depends on."""

    def __init__(self) -> None:
        super().__init__()
        self.model.register_parameter("idle", nn.Parameter(torch.ones(3)))


@dataclass(frozen=True)
class Ran:
    """What came of a loop."""

    weights: torch.Tensor
    progress: list[Progress]

    @property
    def losses(self) -> list[float]:
        return [float(one.losses.total) for one in self.progress if isinstance(one, StepDone)]

    @property
    def hits(self) -> list[int]:
        return [int(one.losses.hits) for one in self.progress if isinstance(one, StepDone)]


@dataclass(frozen=True)
class Studied:
    """What came of a session."""

    last: Finished | Stopped
    ear: Ear


@dataclass(frozen=True)
class Performed:
    """All that a member did, and what it heard of the other."""

    whole: Ran
    single: Ran
    tight: Ran
    moved: Ran
    interrupted: Ran
    sessions: dict[str, Studied]
    other_weights: torch.Tensor


def perform(folder: Path, together: Team) -> Performed:
    """The same of every member, in the same order."""
    whole = run(loop(PartlyTaught()), together)
    return Performed(
        whole=whole,
        single=run(one_by_one(Points()), together),
        tight=run(tight(together), together),
        moved=run(loop(Points(dropout=0.3)), together),
        interrupted=interrupted(together),
        sessions={kind: study(read_job(kind, folder), together) for kind in KINDS},
        other_weights=together.gather(whole.weights)[-1],
    )


def run(begun: Loop[Points], together: Team) -> Ran:
    progress = list(replace(begun, team=together).run(Position()))
    return Ran(begun.unit.weights(), progress)


def tight(together: Team) -> Loop[Points]:
    """The second member has less room than the first."""
    room = ROOM if together.rank == 1 else PLENTY
    return loop(Points(room=room), budget=BUDGET)


def one_by_one(unit: Points) -> Loop[Points]:
    """Each step is of one row, so that all members but one have none."""
    begun = loop(unit, epochs=1)
    return replace(begun, plan=replace(begun.plan, examples_per_step=1))


def interrupted(together: Team) -> Ran:
    """As the moved one, but taken up after its second step by members that have drawn since."""
    unit = Points(dropout=0.3)
    first = replace(loop(unit), team=together)
    steps = (done for done in first.run(Position()) if isinstance(done, StepDone))
    position = [next(steps) for _ in range(2)][-1].position
    kept = first.updater.state_dict()
    torch.rand(1000 * (1 + together.rank))
    second = replace(loop(unit), team=together)
    second.updater.load_state_dict(kept)
    progress = list(second.run(position))
    return Ran(unit.weights(), progress)


def study(job: Job, together: Team = ALONE) -> Studied:
    """A whole session."""
    ear = Ear()
    return Studied(session.run(job, ear, never, team=together), ear)


def save_jobs(folder: Path, base: Path) -> None:
    """One of each kind, small, and without dropout: a single process then does the same."""
    steady = save_steady_base(base, folder / "base")
    for kind in KINDS:
        place = folder / kind
        job = (
            small.job(place, steady, epochs=3)
            if kind == TEXTS
            else lessons.job(kind, place, steady)
        )
        (place / "job.json").write_text(job.model_dump_json())


def read_job(kind: str, folder: Path) -> Job:
    return Job.model_validate_json((folder / kind / "job.json").read_bytes())


def save_steady_base(base: Path, folder: Path) -> Path:
    """A copy of ``base`` that drops nothing out."""
    shutil.copytree(base, folder)
    path = folder / "config.json"
    steady = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    path.write_text(json.dumps(json.loads(path.read_text()) | steady))
    return folder


def lead(folder: Path) -> Performed:
    """Do it in this process and in a companion."""
    lost: list[Failed] = []
    companions = Companions(lost.append)
    command = (sys.executable, "-m", "tests.worker.training.crew", str(folder))
    try:
        with team.joined(companions.start(command, SIZE), PROCESSOR) as together:
            performed = perform(folder, together)
    finally:
        companions.dismiss()
    assert not lost
    return performed


def main() -> None:
    channel = child.seize_output()
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rank", type=int)
    parser.add_argument("--port", type=int)
    chosen = parser.parse_args()
    with team.joined(Seat(chosen.rank, SIZE, chosen.port), PROCESSOR) as together:
        perform(chosen.folder, together)
    channel.conclude(Stopped(epochs_completed=0))


if __name__ == "__main__":
    main()
