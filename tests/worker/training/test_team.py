from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from tests.worker.training import crew
from tests.worker.training.crew import KINDS, Performed, Ran, Studied
from tests.worker.training.small import Ear
from tests.worker.training.test_loop import Points, loop
from worker.messages import CheckpointDone, EpochDone, Finished
from worker.training import team
from worker.training.failures import UpdateTornError
from worker.training.loop import ExamAdvanced, Examined, MemoryHalved
from worker.training.team import ALONE, Alone, Together

TOLERANCE = 1e-5
"""Of weights, losses and scores: additions in another order, and nothing else."""


@pytest.fixture(scope="module")
def folder(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One job of each kind."""
    folder = tmp_path_factory.mktemp("crew")
    crew.save_jobs(folder, base)
    return folder


@pytest.fixture(scope="module")
def performed(folder: Path) -> Iterator[Performed]:
    """What two processes did together."""
    threads = torch.get_num_threads()
    yield crew.lead(folder)
    torch.set_num_threads(threads)


def equal(one: torch.Tensor, other: torch.Tensor) -> None:
    torch.testing.assert_close(one, other, rtol=0, atol=TOLERANCE)


def alone(points: Points, **chosen: Any) -> Ran:
    return crew.run(loop(points, **chosen), ALONE)


def test_two_processes_learn_what_one_learns(performed: Performed):
    """The same weights, losses and hits, step by step."""
    single = alone(crew.PartlyTaught())

    equal(performed.whole.weights, single.weights)
    assert performed.whole.losses == pytest.approx(single.losses, abs=TOLERANCE)
    assert performed.whole.hits == single.hits


def test_all_members_end_with_the_very_same_weights(performed: Performed):
    """Bit for bit: they applied the same sums."""
    assert torch.equal(performed.whole.weights, performed.other_weights)


def test_a_weight_that_nobody_has_a_gradient_for_is_left_alone(performed: Performed):
    """Not decayed either; it is the first of the model's parameters."""
    assert performed.whole.weights[:3].tolist() == [1, 1, 1]


def test_a_step_of_fewer_rows_than_processes_is_taken_all_the_same(performed: Performed):
    """Who has no row contributes zeros."""
    single = crew.run(crew.one_by_one(Points()), ALONE)

    equal(performed.single.weights, single.weights)
    assert performed.single.losses == pytest.approx(single.losses, abs=TOLERANCE)


def test_lack_of_memory_in_one_process_makes_all_take_smaller_pieces(performed: Performed):
    """The second has too little; the first hears of it, and what is learned stays the same."""
    cuts = [done for done in performed.tight.progress if isinstance(done, MemoryHalved)]

    assert cuts
    assert cuts[-1].token_budget <= crew.ROOM
    equal(performed.tight.weights, alone(Points()).weights)


def test_an_exam_is_answered_by_all_and_every_row_once(performed: Performed):
    """Also where it had to begin again in smaller pieces: the unit checks the rows."""
    exams = [done for done in performed.tight.progress if isinstance(done, Examined)]
    advanced = [done for done in performed.whole.progress if isinstance(done, ExamAdvanced)]

    assert len(exams) == 2
    assert sum(done.tokens for done in advanced) == 2 * Points().exam_lengths.sum()


def test_a_run_taken_up_by_the_same_team_ends_with_the_same_bits(performed: Performed):
    """What dropout draws is a function of seed, step and share."""
    assert torch.equal(performed.moved.weights, performed.interrupted.weights)


def test_members_drop_out_different_values(performed: Performed):
    """Their shares are drawn for apart: the result is not that of dropping nothing out."""
    assert not torch.allclose(performed.moved.weights, alone(Points()).weights, atol=TOLERANCE)


@pytest.fixture(scope="module")
def singles(performed: Performed, folder: Path) -> dict[str, Studied]:
    """The same sessions in one process."""
    del performed
    found: dict[str, Studied] = {}
    for kind in KINDS:
        job = crew.read_job(kind, folder)
        apart = {"work_dir": job.work_dir / "alone", "model_dir": job.model_dir / "alone"}
        found[kind] = crew.study(job.model_copy(update=apart))
    return found


def figures(ear: Ear) -> list[float]:
    """All that was measured of all epochs, but for times."""
    timed = {"seconds", "examples_per_second"}
    told = [message.metrics.model_dump(exclude=timed) for message in ear.heard(EpochDone)]
    return [float(value) for metrics in told for value in metrics.values()]


@pytest.mark.parametrize("kind", KINDS)
def test_a_session_of_every_task_ends_as_in_one_process(
    kind: str, performed: Performed, singles: dict[str, Studied]
):
    """Epochs, report and best epoch; and the leader alone saved checkpoints and the model."""
    ours, single = performed.sessions[kind], singles[kind]
    assert isinstance(ours.last, Finished)
    assert isinstance(single.last, Finished)

    assert figures(ours.ear) == pytest.approx(figures(single.ear), abs=TOLERANCE)
    assert ours.last.report.best_epoch == single.last.report.best_epoch
    assert ours.last.report.labels == single.last.report.labels if kind == crew.TEXTS else True
    assert len(ours.ear.heard(CheckpointDone)) == len(single.ear.heard(CheckpointDone))


def test_alone_one_agrees_with_oneself():
    """A team of one asks nobody and changes nothing."""
    parameter = nn.Parameter(torch.ones(2))

    assert ALONE.any([True, False]) == [True, False]
    assert ALONE.gather(7) == [7]
    assert ALONE.led(lambda: 8) == 8
    assert ALONE.combine([parameter], [torch.ones(())])
    assert not ALONE.combine([parameter], None)
    assert parameter.grad is None
    assert Alone().leads


def test_lack_of_memory_after_the_others_went_on_tears_the_update():
    """The attempt fails and may be tried again; any other error stays what it is."""
    member = Together(rank=1, size=2)

    with pytest.raises(UpdateTornError), member.committed():
        raise torch.OutOfMemoryError("CUDA out of memory")
    with pytest.raises(KeyError), member.committed():
        raise KeyError
    with pytest.raises(torch.OutOfMemoryError), ALONE.committed():
        raise torch.OutOfMemoryError("CUDA out of memory")


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=12))
def test_buckets_hold_all_tensors_in_their_order(shapes: list[tuple[int, bool]]):
    """Each of one kind, and none too large unless by a single tensor."""
    tensors = [torch.zeros(n, dtype=torch.int64 if whole else torch.float32) for n, whole in shapes]

    filled = team.buckets(tensors, 100)

    assert [id(tensor) for bucket in filled for tensor in bucket] == [id(one) for one in tensors]
    assert all(len({tensor.dtype for tensor in bucket}) == 1 for bucket in filled)
    assert all(len(b) == 1 or sum(t.nbytes for t in b) <= 100 for b in filled)
