"""What a session needs of a task, beyond what its loop does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, Generic, Protocol, Self, TypeVar

from torch import nn
from transformers import PreTrainedTokenizerBase

from schemas.metrics import EpochMetrics, Report
from worker.training.batches import Batch, Lengths, Rows, Tokens
from worker.training.examples import Source
from worker.training.lineage import Lineage
from worker.training.loop import Answers, Unit
from worker.training.network import Network


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the training went, for the report."""

    best: EpochMetrics
    epochs_run: int
    stopped_early: bool
    seconds: float

    def told(self) -> dict[str, Any]:
        """The fields of every task's report that follow from it."""
        return {
            "best_epoch": self.best.epoch,
            "epochs_run": self.epochs_run,
            "stopped_early": self.stopped_early,
            "seconds": self.seconds,
        }


class Lesson(Unit, Protocol):
    """A task with its data and model, ready for the loop, and able to conclude."""

    def narrowed(self) -> Self:
        """The same lesson, its model left with what it needs to read these examples."""
        ...

    def report(self, answers: Answers, outcome: Outcome) -> Report:
        """The final exam, from the best model's answers."""
        ...

    def save(self, folder: Path, answers: Answers) -> None:
        """Write the model in Hugging Face layout, with what the exam's answers decided."""
        ...


class Side(Protocol):
    """One side of the split, as the model reads it."""

    @property
    def tokens(self) -> Sequence[Tokens]:
        """What the model reads, row by row."""
        ...

    @property
    def lengths(self) -> Lengths: ...

    def batch(self, network: Network, rows: Rows) -> Batch:
        """Some rows, on the network's device."""
        ...

    def shortened(self, tokenizer: PreTrainedTokenizerBase) -> tuple[Self, Rows]:
        """The same rows, each cut to what the tokenizer allows now, and whose each new row is.

        What a row asks for is asked for once by its pieces.
        """
        ...


SideT = TypeVar("SideT", bound=Side)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught(Generic[SideT]):
    """A network and the two sides of its examples: what every lesson has."""

    network: Network
    training: SideT
    held_out: SideT
    source: Source
    lineage: Lineage | None = None
    """Whose the rows to learn from are; None while they are the plan's own."""

    @property
    def model(self) -> nn.Module:
        return self.network.model

    @property
    def training_lengths(self) -> Lengths:
        return self.training.lengths

    @property
    def exam_lengths(self) -> Lengths:
        return self.held_out.lengths

    @property
    def max_length(self) -> int:
        return int(self.network.tokenizer.model_max_length)

    def shortened(self, max_length: int) -> Self:
        """The same network and examples; from now on its tokenizer allows no longer rows either."""
        tokenizer = self.network.tokenizer
        tokenizer.model_max_length = max_length
        training, owners = self.training.shortened(tokenizer)
        held_out, _ = self.held_out.shortened(tokenizer)
        lineage = Lineage(owners) if self.lineage is None else self.lineage.then(owners)
        return replace(self, training=training, held_out=held_out, lineage=lineage)

    def pieces(self, rows: Rows) -> Rows:
        return rows if self.lineage is None else self.lineage.pieces(rows)

    def training_batch(self, rows: Rows) -> Batch:
        return self.training.batch(self.network, rows)

    def exam_batch(self, rows: Rows) -> Batch:
        return self.held_out.batch(self.network, rows)

    def narrowed(self) -> Self:
        """The same lesson, its model left with what it needs to read these examples."""
        texts = chain(self.training.tokens, self.held_out.tokens)
        return replace(self, network=self.network.narrowed(texts))

    def save(self, folder: Path, answers: Answers) -> None:
        """Write the model; a task whose answers decide something writes that too."""
        del answers
        self.network.save(folder)
