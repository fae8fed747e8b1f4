from math import log2
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from tests.worker.training import small
from tests.worker.training.small import Ear, never
from tests.worker.training.test_loop import Points, loop
from tests.worker.training.test_probe import Meter
from worker.messages import Finished, MemoryCut
from worker.training import allowance, headroom, session
from worker.training.batches import Batch
from worker.training.experience import Known
from worker.training.tasks.text_classification.task import TextClassification

GIB = allowance.GIBIBYTE
BASE, LARGE = 86_000_000, 303_000_000


@pytest.mark.parametrize(
    ("parameters", "length", "gibibytes"),
    [
        (BASE, 512, 0.5),
        (BASE, 256, 0.3),
        (BASE, 128, 0.15),
        (LARGE, 512, 1.2),
        (LARGE, 256, 0.7),
        (LARGE, 128, 0.35),
        (BASE, 64, 0.075),
        (BASE, 1024, 1.0),
        (11_000_000, 512, 0.5),
        (2 * LARGE, 512, 2.4),
    ],
)
def test_the_rule_for_one_example(parameters: int, length: int, gibibytes: float):
    """Base and large encoders at the three known lengths, others in proportion."""
    assert allowance.bytes_per_example(parameters, length) == pytest.approx(gibibytes * GIB)


@pytest.mark.parametrize(
    ("usable", "examples"), [(0.1, 1), (0.5, 1), (7.9, 8), (8.0, 16), (31.9, 32), (500, 64)]
)
def test_the_first_guess_is_a_power_of_two_of_examples(usable: float, examples: int):
    """At most 64, at least one; half a gibibyte each."""
    tokens = allowance.first_guess(int(usable * GIB), BASE, 512)

    assert tokens == 512 * examples


@given(st.integers(0, 1 << 22), st.integers(1, 1024), st.integers(1, 4096))
def test_a_budget_holds_the_longest_row_and_no_more_than_is_wanted(
    tokens: int, longest: int, examples: int
):
    """All of it, a power of two or one row: it does not follow every byte of free memory."""
    most = longest * examples
    settled = allowance.settle(tokens, longest=longest, most=most)

    assert longest <= settled <= most
    assert settled in {most, longest} or log2(settled).is_integer()
    assert settled <= max(tokens, longest)


def test_embeddings_do_not_count():
    """Only rows that are looked up take memory, however many there are."""
    model = nn.Sequential(nn.Embedding(1000, 8), nn.Linear(8, 4), nn.LayerNorm(4))

    assert allowance.parameters_of(model) == 8 * 4 + 4 + 4 + 4


def test_a_processor_wants_no_more_than_it_is_fast_with():
    """4,096 tokens at once, however much memory there is, but one row always."""
    taught = loop(Points(longest=3000))

    assert allowance.grant(taught, Known(), None) == allowance.PROCESSOR_TOKENS


def test_a_step_that_fits_is_not_cut(monkeypatch: pytest.MonkeyPatch):
    """Whatever remains of the memory; where there is none, one row is tried."""
    taught = loop(Points())
    longest = int(taught.unit.training_lengths.max())

    assert allowance.grant(taught, Known(), None) == 8 * longest
    monkeypatch.setattr(headroom, "free_bytes", lambda _: 0)
    assert allowance.grant(taught, Known(), None) == longest


def test_a_probe_is_believed_rather_than_the_rule(monkeypatch: pytest.MonkeyPatch):
    """100 tokens of 7 bytes, and a power of two of them."""
    unit = Points()
    monkeypatch.setattr(headroom, "usable_bytes", lambda _: 1000 + 7 * 100)

    assert allowance.grant(loop(unit), Known(), Meter(unit)) == 64


def test_what_worked_before_is_begun_with():
    """Without a probe; and never what failed."""
    unit = Points()
    most = allowance.wanted_tokens(loop(unit))

    assert allowance.grant(loop(unit), Known(worked=64, wanted=most), Meter(unit)) == 64
    assert not unit.seen
    assert allowance.grant(loop(unit), Known(failed=100), None) == 32


def room_for(tokens: int, monkeypatch: pytest.MonkeyPatch) -> None:
    forward = TextClassification.answers

    def answers(self: TextClassification, batch: Batch) -> torch.Tensor:
        if batch.inputs["input_ids"].numel() > tokens:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return forward(self, batch)

    monkeypatch.setattr(TextClassification, "answers", answers)


def test_the_next_run_begins_with_what_worked(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The first one found out; the second of the same kind runs out of memory no more."""
    room_for(40, monkeypatch)
    first, second = Ear(), Ear()

    session.run(small.job(tmp_path / "one", base), first, never)
    job = small.job(tmp_path / "two", base)
    session.run(job.model_copy(update={"cache_dir": tmp_path / "one" / "cache"}), second, never)

    assert first.heard(MemoryCut)
    assert not second.heard(MemoryCut)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_a_gpu_that_is_nearly_full_still_completes_a_run(base: Path, tmp_path: Path):
    """The real allocator refuses; the budget, far too large, is halved until it does not."""
    total = torch.cuda.get_device_properties(0).total_memory
    torch.cuda.set_per_process_memory_fraction((48 << 20) / total)
    ear = Ear()
    job = small.job(tmp_path, base, count=4000, batch_size=128, gradient_accumulation=16)
    try:
        done = session.run(job.model_copy(update={"token_budget": 1 << 20}), ear, never)
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)

    assert isinstance(done, Finished)
    assert ear.heard(MemoryCut)


def test_a_run_with_the_budget_of_another_ends_with_its_bits(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """However much memory there is: what a repetition needs beside its seed."""
    job = small.job(tmp_path / "one", base).model_copy(update={"token_budget": 32})
    done = session.run(job, Ear(), never)
    monkeypatch.setattr(headroom, "free_bytes", lambda _: 0)
    again = small.job(tmp_path / "two", base).model_copy(update={"token_budget": 32})
    other = session.run(small.job(tmp_path / "three", base), Ear(), never)
    repeated = session.run(again, Ear(), never)

    assert isinstance(done, Finished)
    assert isinstance(repeated, Finished)
    assert isinstance(other, Finished)
    assert repeated.model.weights_sha256 == done.model.weights_sha256
    assert other.model.weights_sha256 != done.model.weights_sha256
