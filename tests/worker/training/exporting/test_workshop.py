"""From a finished model to files that others read, and to those that are taken away again."""

import builtins
import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
import pytest
import torch
from transformers import AutoTokenizer

from schemas.exports import Export, ExportFault, ExportFormat
from tests.worker.training.exporting.taught import Taught
from worker.training.exporting import comparison, onnx_file, pytorch_file, workshop
from worker.training.exporting.sample import Source, Split
from worker.training.exporting.workshop import FLOORS, Bench


def bench(taught: Taught) -> Bench:
    return Bench.of(taught.job.model_dir, Source(taught.job.examples, Split(0.8, 42)))


def make(taught: Taught, *formats: ExportFormat) -> list[Export]:
    return list(workshop.make(bench(taught), formats, str))


def test_every_format_answers_as_the_model_does(taught: Taught):
    """Of every task; copies to the last bit, other arithmetic within its floor."""
    exports = {one.format: one for one in taught.done.model.exports}

    assert list(exports) == list(ExportFormat)
    for one in exports.values():
        assert one.fault is None, one.detail
        assert one.agreement >= FLOORS[one.format]
        assert one.compared >= 20
        folder = Path(one.path)
        assert one.size_bytes == sum(path.stat().st_size for path in folder.iterdir())
    exact = (ExportFormat.SAFETENSORS, ExportFormat.PYTORCH)
    assert [exports[wanted].largest_difference for wanted in exact] == [0.0, 0.0]
    assert 0 < exports[ExportFormat.ONNX].largest_difference < 1e-4
    assert exports[ExportFormat.ONNX_INT8].largest_difference > 1e-4


def test_an_onnx_file_takes_what_the_tokenizer_gives(taught: Taught):
    """One row or three, of two lengths: neither number is fixed in the file."""
    folder = taught.job.model_dir / "exports" / "onnx"
    tokenizer = AutoTokenizer.from_pretrained(folder)
    session = ort.InferenceSession(folder / "model.onnx", providers=["CPUExecutionProvider"])

    for texts in (["o mar"], ["o mar", "a folha de jade e o limão", "fogo"]):
        given = tokenizer(texts, padding=True, return_tensors="np")
        names = {one.name for one in session.get_inputs()}
        told = session.run(None, {n: v for n, v in given.items() if n in names})
        assert all(one.shape[0] == len(texts) for one in told)
        assert all(np.isfinite(one).all() for one in told)


def test_a_pytorch_file_needs_nothing_but_itself(taught: Taught):
    """It loads with ``weights_only``, so loading it runs no code, and rebuilds the network."""
    path = taught.job.model_dir / "exports" / "pytorch" / "model.pt"

    content = torch.load(path, weights_only=True)

    assert json.loads(content["config"])["architectures"] == [content["architecture"]]
    rebuilt = pytorch_file.rebuild(content)
    assert not rebuilt.training
    assert rebuilt.state_dict().keys() == content["state_dict"].keys()


def test_what_is_already_there_is_replaced(classifier: Taught):
    """A second export of the same format leaves one folder, whole."""
    stray = classifier.job.model_dir / "exports" / "pytorch" / "stray"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.touch()

    [made] = make(classifier, ExportFormat.PYTORCH, ExportFormat.PYTORCH)

    assert made.fault is None
    assert not stray.exists()
    assert {path.name for path in Path(made.path).parent.iterdir()} <= set(ExportFormat)


def test_a_file_that_answers_otherwise_is_taken_away_and_told_with_its_figures(
    classifier: Taught, monkeypatch: pytest.MonkeyPatch
):
    """The weights are really shuffled on the way to the file."""
    write = pytorch_file.write

    def spoil(original: Any, folder: Path) -> None:
        write(original, folder)
        content = torch.load(folder / "model.pt", weights_only=True)
        content["state_dict"]["classifier.weight"].mul_(-1)
        torch.save(content, folder / "model.pt")

    monkeypatch.setattr(pytorch_file, "write", spoil)
    [made] = make(classifier, ExportFormat.PYTORCH)

    assert made.fault is ExportFault.DISAGREES
    assert made.agreement < 0.5
    assert made.compared == 20
    assert made.largest_difference > 0
    assert made.path is None
    assert not (classifier.job.model_dir / "exports" / ".pytorch.partial").exists()


def test_answers_that_are_no_numbers_never_agree(
    classifier: Taught, monkeypatch: pytest.MonkeyPatch
):
    """A broken file may still choose the right label by accident."""
    read = pytorch_file.read

    def broken(original: Any, folder: Path) -> Callable[..., Any]:
        answer = read(original, folder)
        return lambda inputs: tuple(one + torch.inf for one in answer(inputs))

    monkeypatch.setattr(pytorch_file, "read", broken)
    [made] = make(classifier, ExportFormat.PYTORCH)

    assert made.fault is ExportFault.DISAGREES
    assert made.largest_difference is None


def test_a_part_that_is_not_installed_is_named(classifier: Taught, monkeypatch: pytest.MonkeyPatch):
    """The other formats are made all the same."""
    real = builtins.__import__

    def without(name: str, *others: Any, **more: Any) -> Any:
        if name == "worker.training.exporting" and "onnx_file" in (others[2] or ()):
            raise ModuleNotFoundError("no module", name="onnxruntime")
        return real(name, *others, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    missing, there = make(classifier, ExportFormat.ONNX, ExportFormat.PYTORCH)

    assert (missing.fault, missing.detail) == (ExportFault.PART_MISSING, "onnxruntime")
    assert there.fault is None


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), ExportFault.DISK_FULL),
        (RuntimeError("no such operator"), ExportFault.FAILED),
    ],
)
def test_a_format_that_cannot_be_written_is_told_with_its_reason(
    error: Exception, fault: ExportFault, classifier: Taught, monkeypatch: pytest.MonkeyPatch
):
    """Nothing is left of it on the disk."""

    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(onnx_file, "write", fail)
    [made] = make(classifier, ExportFormat.ONNX)

    assert (made.fault, made.path) == (fault, None)
    assert str(error) in made.detail
    assert not (classifier.job.model_dir / "exports" / ".onnx.partial").exists()


def test_a_large_model_keeps_its_weights_in_a_second_file(
    classifier: Taught, monkeypatch: pytest.MonkeyPatch
):
    """One file of ONNX holds two gigabytes at most; the answers come from both files."""
    monkeypatch.setattr(onnx_file, "LARGE_BYTES", 0)

    [made] = make(classifier, ExportFormat.ONNX)

    assert made.fault is None, made.detail
    assert sorted(path.suffix for path in Path(made.path).glob("model.*")) == [".data", ".onnx"]


@pytest.fixture
def quick(classifier: Taught) -> Bench:
    return bench(classifier)


def test_rows_that_were_learned_from_are_left_out(classifier: Taught, quick: Bench):
    """The run's own split; without one, every row."""
    every = Bench.of(classifier.job.model_dir, Source(classifier.job.examples, None))

    assert sum(len(one.scores) for one in quick.said) == 20
    assert sum(len(one.scores) for one in every.said) == 100


def test_a_model_agrees_with_itself(quick: Bench):
    """Wholly, and without any difference."""
    found = quick.compare(quick.original.answer)

    assert found == comparison.Comparison(agreement=1.0, compared=20, largest_difference=0.0)
