"""One contender, alone in its process: ``python -m benchmarks.training.contender NAME SET DIR``.

It takes the first step twice, to warm up, then steps that were chosen evenly from all steps of an
epoch, ordered by length: so a few steps stand for the epoch whatever the order they come in.
"""

import argparse
import json
import resource
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import (
    AutoModelForSequenceClassification,
    DataCollatorWithPadding,
    PreTrainedModel,
    Trainer,
    TrainerCallback,
    TrainingArguments,
)

from benchmarks.training import floor, material
from benchmarks.training.floor import Burst
from worker.messages import Job
from worker.training import allowance, base_model, device, heap, libraries, session
from worker.training.batches import Plan, Rows
from worker.training.loop import Position, StepDone
from worker.training.tasks import catalogue
from worker.training.tasks.lesson import Lesson

AFINA, GROUPED, DYNAMIC, PADDED = "afina", "group_by_length", "dynamic padding", "pad to max_length"
NAMES = (AFINA, GROUPED, DYNAMIC, PADDED)
SEED = 7


@dataclass(frozen=True, slots=True)
class Measured:
    """What some steps took."""

    examples: int
    tokens: int
    """Padding not included."""
    seconds: float
    floor_seconds: float
    """The least that the device could have taken."""
    peak_bytes: int
    rate: float
    """Floating-point operations a second, of matrix products alone."""


class Watch:
    """Times steps, with a burst of matrix products between them that isn't counted."""

    def __init__(self, model: PreTrainedModel, lengths: Sequence[Sequence[int]]) -> None:
        self._lengths = [lengths[0], *lengths]
        self._model = model
        self._burst = Burst(model)
        self._began = 0.0
        self._seconds: list[float] = []

    def start(self) -> None:
        """From now on."""
        self._began = floor.now(self._model.device)

    def step(self) -> None:
        """A step has ended."""
        self._seconds.append(floor.now(self._model.device) - self._began)
        self._burst.measure()
        self.start()

    def measured(self) -> Measured:
        """All but the first step, which warmed up."""
        counted = self._lengths[1:]
        needed = sum(floor.needed(self._model, lengths) for lengths in counted)
        return Measured(
            examples=sum(map(len, counted)),
            tokens=sum(map(sum, counted)),
            seconds=sum(self._seconds[1:]),
            floor_seconds=needed / self._burst.rate,
            peak_bytes=_peak(self._model.device),
            rate=self._burst.rate,
        )


def run(name: str, job: Job, count: int) -> Measured:
    """``count`` steps of the contender."""
    place = device.find()
    lesson: Any = catalogue.prepare(job, place, lambda _: None)
    if name == AFINA:
        return _ours(job, lesson, count)
    labels, tokenizer, taught = len(lesson.labels), lesson.network.tokenizer, lesson.training
    del lesson  # Trainer has a model of its own: ours must not count among what it takes
    return _theirs(Peer(name, job, tokenizer, labels), taught, count)


def _ours(job: Job, lesson: Lesson, count: int) -> Measured:
    heap.hold()
    lesson = lesson.narrowed()
    loop = session.make_loop(job, lesson, device.find(), lambda _: None)
    loop.budget.tokens = min(loop.budget.tokens, allowance.PROCESSOR_TOKENS)
    chosen = _evenly(loop.plan.steps(1), lesson.training_lengths, count)
    loop.plan = Chosen(**{name: getattr(loop.plan, name) for name in PLAN}, chosen=tuple(chosen))
    watch = Watch(lesson.model, [lesson.training_lengths[rows].tolist() for rows in chosen])
    watch.start()
    for progress in loop.run(Position()):
        if isinstance(progress, StepDone):
            progress.losses.total.item()
            watch.step()
            if progress.position.step == len(chosen) + 1:
                break
    return watch.measured()


PLAN = ("lengths", "examples_per_step", "epochs", "seed", "max_steps")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen(Plan):
    """Some steps of the plan, the first of them twice."""

    chosen: tuple[Rows, ...]

    def steps(self, epoch: int) -> list[Rows]:
        return [self.chosen[0], *self.chosen]


def _theirs(peer: "Peer", taught: Any, count: int) -> Measured:
    """Trainer's own loop over batches that its own sampler made."""
    rows = as_rows(taught)
    model = peer.model()
    order = list(peer.trainer(model, rows)._get_train_sampler())  # noqa: SLF001
    size = peer.job.hyperparameters.batch_size
    batches = [np.array(order[at : at + size]) for at in range(0, len(order) - size + 1, size)]
    chosen = _evenly(batches, taught.lengths, count)
    watch = Watch(model, [taught.lengths[batch].tolist() for batch in chosen])
    taken = [rows[row] for batch in [chosen[0], *chosen] for row in batch]
    stepping = peer.trainer(model, taken, "sequential")
    stepping.add_callback(Timing(watch))
    stepping.train()
    return watch.measured()


def as_rows(side: Any) -> list[dict[str, Any]]:
    """One side's texts and labels as Trainer takes them."""
    pairs = zip(side.texts, side.labels, strict=True)
    return [{"input_ids": tokens.tolist(), "labels": int(label)} for tokens, label in pairs]


class Timing(TrainerCallback):
    """Calls the watch at every step's end."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def on_train_begin(self, *_: Any, **__: Any) -> None:
        self._watch.start()

    def on_step_end(self, *_: Any, **__: Any) -> None:
        self._watch.step()


@dataclass(frozen=True, slots=True)
class Peer:
    """``transformers.Trainer`` as its users would set it up, in the device's best format."""

    name: str
    job: Job
    tokenizer: Any
    labels: int

    def model(self) -> PreTrainedModel:
        """As transformers loads it."""
        base = base_model.resolve(self.job.base_model, self.job.cache_dir)
        torch.manual_seed(SEED)
        model = AutoModelForSequenceClassification.from_pretrained(
            base.source, num_labels=self.labels
        )
        return model.to(device.find())

    def trainer(self, model: Any, rows: list[Any], strategy: str | None = None) -> Trainer:
        """Over ``rows`` in an order of its own, or as ``strategy`` says."""
        own = "group_by_length" if self.name == GROUPED else "random"
        chosen, is_cuda = self.job.hyperparameters, model.device.type == "cuda"
        arguments = TrainingArguments(
            output_dir=str(self.job.work_dir),
            per_device_train_batch_size=chosen.batch_size,
            num_train_epochs=chosen.epochs,
            learning_rate=chosen.learning_rate,
            weight_decay=chosen.weight_decay,
            seed=SEED,
            train_sampling_strategy=strategy or own,
            save_strategy="no",
            report_to="none",
            disable_tqdm=True,
            logging_strategy="no",
            bf16=is_cuda,
            use_cpu=not is_cuda,
        )
        collator = DataCollatorWithPadding(
            self.tokenizer,
            padding="max_length" if self.name == PADDED else True,
            max_length=self.tokenizer.model_max_length if self.name == PADDED else None,
        )
        return Trainer(model=model, args=arguments, train_dataset=rows, data_collator=collator)


def _evenly(steps: Sequence[Rows], lengths: Any, count: int) -> list[Rows]:
    """``count`` of the steps, from the middles of as many equal shares of them by length."""
    ordered = sorted(steps, key=lambda rows: int(lengths[rows].sum()))
    places = (np.arange(count) + 0.5) * len(ordered) / count
    return [ordered[int(place)] for place in places]


def _peak(place: torch.device) -> int:
    if place.type == "cuda":
        return torch.cuda.max_memory_allocated(place)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> None:
    """Measure one contender and print it as a line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("set", choices=material.SETS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    libraries.quieten()
    torch.set_num_threads(asked.threads)
    chosen = {"batch_size": asked.batch, "seed": SEED, "epochs": 1}
    job = material.job(asked.set, asked.folder, **chosen)
    sys.stdout.write(json.dumps(asdict(run(asked.name, job, asked.steps))) + "\n")


if __name__ == "__main__":
    main()
