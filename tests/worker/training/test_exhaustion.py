"""Devices that run out of memory at the worst moments, over whole sessions."""

import json
import shutil
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.worker.training import small
from tests.worker.training.small import Ear, never
from worker.messages import EpochDone, Finished, MemoryCut
from worker.training import session
from worker.training.loop import Loop
from worker.training.optimizer import Updater
from worker.training.tasks.text_classification.task import TextClassification

PLACES = [
    *[(TextClassification, "losses", call) for call in (1, 4, 9)],
    *[(Updater, "backward", call) for call in (1, 5, 11)],
    *[(Updater, "update", call) for call in (1, 7)],
    *[(TextClassification, "answers", call) for call in (8, 14)],
]


Ran = tuple[Finished, Ear, list[int]]


@pytest.fixture(scope="module")
def steady(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base model without dropout: however a step is cut, the same is learned."""
    folder = tmp_path_factory.mktemp("steady") / "base"
    shutil.copytree(base, folder)
    config = json.loads((folder / "config.json").read_text())
    config |= {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    (folder / "config.json").write_text(json.dumps(config))
    return folder


def run(folder: Path, base: Path) -> Ran:
    """A whole session, and every example that a step was taken with."""
    ear, learned = Ear(), list[int]()
    counted = Loop._update

    def update(self: Loop[Any], rows: Any, step: int) -> Any:
        losses = counted(self, rows, step)
        learned.extend(rows.tolist() if losses is not None else ())
        return losses

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Loop, "_update", update)
        done = session.run(small.job(folder, base, early_stopping_patience=None), ear, never)
    assert isinstance(done, Finished)
    return done, ear, learned


@pytest.fixture(scope="module")
def undisturbed(steady: Path, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The same run with all the memory it wants."""
    return run(tmp_path_factory.mktemp("calm"), steady)


@pytest.mark.parametrize(("owner", "name", "call"), PLACES)
def test_wherever_memory_runs_out_the_run_completes_with_the_same_figures(
    owner: type, name: str, call: int, undisturbed: Ran, steady: Path, tmp_path: Path
):
    """Forward, backward, in the optimizer or in an exam: nothing is lost, repeated or unlearned."""
    expected_done, calm, expected = undisturbed
    calls, whole = count(1), getattr(owner, name)

    def exhausted(self: Any, *given: Any) -> Any:
        if next(calls) == call:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return whole(self, *given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, exhausted)
        done, ear, learned = run(tmp_path, steady)

    assert len(ear.heard(MemoryCut)) == 1
    assert learned == expected
    assert np.array_equal(np.bincount(learned), np.full(max(learned) + 1, 2))
    for one, other in zip(ear.heard(EpochDone), calm.heard(EpochDone), strict=True):
        assert one.metrics.train_loss == pytest.approx(other.metrics.train_loss, rel=1e-4)
        assert one.metrics.validation_loss == pytest.approx(other.metrics.validation_loss, rel=1e-4)
        assert one.metrics.macro_f1 == pytest.approx(other.metrics.macro_f1)
    assert done.report.validation_examples == expected_done.report.validation_examples
