"""The examples of a question answering: pairs of question and context, in overlapping windows.

A window that doesn't hold the whole answer is taught to point at its first token, which says that
the answer isn't here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import torch
from numpy.typing import NDArray
from transformers import PreTrainedTokenizerBase

from schemas.examples import ANSWERS, CONTEXT, QUESTION, TYPE
from schemas.split import Split
from worker.training import batches
from worker.training import examples as file
from worker.training.batches import Batch, Lengths, Rows, Tokens
from worker.training.examples import Sides
from worker.training.failures import ExamplesUnusableError
from worker.training.frame import Frame
from worker.training.network import Network
from worker.training.reader import Reader, Table

PAIRS_AT_A_TIME = 200
QUESTION_PARTS = 2
"""A question takes at most one part in this many of a window."""
STRIDE_PARTS = 4
"""Neighbouring windows share one part in this many of a window."""
NOWHERE = 0
"""The token that says that the answer isn't in the window."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A stretch of a context, in characters."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the text that may answer it."""

    question: str
    context: str
    answers: tuple[Answer, ...] = ()
    """Empty where the context has none."""
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Examples:
    """The rows of the file, in its order."""

    questions: list[Question]
    sides: Sides

    @property
    def has_unanswerable(self) -> bool:
        return any(not one.answers for one in self.questions)


@dataclass(frozen=True, slots=True)
class Window:
    """A question with a part of its context, as the model reads it."""

    tokens: Tokens
    kinds: Tokens | None
    """0 for the question's tokens and 1 for the context's, where the model tells them apart."""
    context: slice
    """The context's tokens."""
    places: NDArray[np.int32]
    """``(token, 2)``: first character and end of each token, in its own text."""
    question: int
    """Its place on this side of the split."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """One side of the split in windows, as the model reads it."""

    questions: list[Question]
    windows: list[Window]
    targets: NDArray[np.int64]
    """``(window, 2)``: first and last token of the answer."""
    lengths: Lengths

    @property
    def tokens(self) -> list[Tokens]:
        return [window.tokens for window in self.windows]

    def batch(self, network: Network, rows: Rows) -> Batch:
        """Windows and the ends of their answers, ``(batch, 2)``."""
        chosen = [self.windows[row] for row in rows]
        kinds = [window.kinds for window in chosen if window.kinds is not None]
        others = {"token_type_ids": torch.from_numpy(batches.fill(kinds, 0))} if kinds else {}
        texts = [window.tokens for window in chosen]
        return network.batch(texts, torch.from_numpy(self.targets[rows]), **others)

    def shortened(self, tokenizer: PreTrainedTokenizerBase) -> tuple["Encoded", Rows]:
        """Each window cut into smaller ones, with as much of its question as these may hold."""
        cuts = [cut(window, tokenizer) for window in self.windows]
        owners = np.repeat(np.arange(len(cuts)), [len(windows) for windows in cuts])
        return collect(self.questions, [window for windows in cuts for window in windows]), owners


def read(path: Path) -> Examples:
    """The canonical Parquet at ``path``.

    Raises:
        ExamplesUnusableError: it is no such Parquet, or no question has an answer.
    """
    table = file.read(path, [CONTEXT, QUESTION, ANSWERS], [TYPE])
    rows = zip(*(table.columns[name] for name in (CONTEXT, QUESTION, ANSWERS, TYPE)), strict=True)
    questions = [
        Question(question, context, tuple(Answer(**answer) for answer in answers), of_type)
        for context, question, answers, of_type in rows
    ]
    if not any(one.answers for one in questions):
        raise ExamplesUnusableError("there is nothing to learn: no question has an answer")
    return Examples(questions, table.sides)


def divide(examples: Examples, *, share: float, seed: int) -> Split:
    """The rows to learn from and those held out, by whether they have an answer.

    Questions on one context stay together: whoever has read it knows more than the question.

    Raises:
        ExamplesUnusableError: no rows can be held out.
    """
    sets = [(int(bool(one.answers)),) for one in examples.questions]
    contexts = [one.context for one in examples.questions]
    return examples.sides.divide(sets, contexts, share=share, seed=seed)


def encode(
    questions: Sequence[Question], tokenizer: PreTrainedTokenizerBase, kept: Path | None = None
) -> Encoded:
    """The questions in windows of as many tokens as the tokenizer allows."""
    texts = chain.from_iterable((one.question, one.context) for one in questions)
    table = Reader(tokenizer, kept).recall(
        "questions", texts, lambda: _table(_cut_all(questions, tokenizer))
    )
    return collect(list(questions), list(_of_table(table)))


def _cut_all(questions: Sequence[Question], tokenizer: PreTrainedTokenizerBase) -> list[Window]:
    windows: list[Window] = []
    for start in range(0, len(questions), PAIRS_AT_A_TIME):
        windows += _windows(questions[start : start + PAIRS_AT_A_TIME], start, tokenizer)
    return windows


def _table(windows: Sequence[Window]) -> Table:
    """The windows as they are kept; places are flat."""
    numbers = pa.list_(pa.int32())
    return pa.table(
        {
            "tokens": pa.array([one.tokens for one in windows], numbers),
            "kinds": pa.array([one.kinds for one in windows], numbers),
            "places": pa.array([one.places.ravel() for one in windows], numbers),
            "first": pa.array([one.context.start for one in windows], pa.int32()),
            "end": pa.array([one.context.stop for one in windows], pa.int32()),
            "question": pa.array([one.question for one in windows], pa.int32()),
        }
    )


def _of_table(table: Table) -> Iterator[Window]:
    columns = (table.column(name) for name in table.column_names)
    for tokens, kinds, places, first, end, question in zip(*columns, strict=True):
        yield Window(
            tokens=tokens.values.to_numpy(),
            kinds=kinds.values.to_numpy() if kinds.is_valid else None,
            context=slice(first.as_py(), end.as_py()),
            places=places.values.to_numpy().reshape(-1, 2),
            question=question.as_py(),
        )


def collect(questions: list[Question], windows: list[Window]) -> Encoded:
    """All windows of one side."""
    targets = [aim(window, questions[window.question]) for window in windows]
    return Encoded(
        questions=questions,
        windows=windows,
        targets=np.array(targets, dtype=np.int64).reshape(-1, 2),
        lengths=np.array([len(window.tokens) for window in windows], dtype=np.int64),
    )


def aim(window: Window, question: Question) -> tuple[int, int]:
    """First and last token of the answer, if the window holds all of it."""
    if not question.answers:
        return NOWHERE, NOWHERE
    answer = question.answers[0]
    starts, ends = window.places[window.context].T
    if not len(starts) or answer.start < starts[0] or answer.end > ends[-1]:
        return NOWHERE, NOWHERE
    first = int(np.searchsorted(starts, answer.start, side="right")) - 1
    last = int(np.searchsorted(ends, answer.end, side="left"))
    offset = window.context.start
    return offset + first, offset + max(first, last)


def cut(window: Window, tokenizer: PreTrainedTokenizerBase) -> list[Window]:
    """A window in smaller ones, which share as much of its context as windows always do."""
    if len(window.tokens) <= (limit := tokenizer.model_max_length):
        return [window]
    special = tokenizer.num_special_tokens_to_add(pair=True)
    room = limit - special
    tail = np.arange(window.context.stop, len(window.tokens))
    first = len(Frame.of(tokenizer).before)
    last = window.context.start - (special - first - len(tail))
    asked = np.arange(first, last)[: room // QUESTION_PARTS]
    head = np.concatenate([np.arange(first), asked, np.arange(last, window.context.start)])
    context = np.arange(window.context.start, window.context.stop)
    size = limit - len(head) - len(tail)
    shared = room // STRIDE_PARTS
    starts = range(0, max(1, len(context) - shared), size - shared)
    return [_part(window, head, context[start : start + size], tail) for start in starts]


def _part(window: Window, head: Rows, context: Rows, tail: Rows) -> Window:
    """The window's tokens at these places."""
    places = np.concatenate([head, context, tail])
    return Window(
        tokens=window.tokens[places],
        kinds=None if window.kinds is None else window.kinds[places],
        context=slice(len(head), len(head) + len(context)),
        places=window.places[places],
        question=window.question,
    )


def longest_answer(encoded: Encoded) -> int:
    """In tokens, of those that are learned from."""
    return int((encoded.targets[:, 1] - encoded.targets[:, 0]).max(initial=0)) + 1


def _windows(
    questions: Sequence[Question], first: int, tokenizer: PreTrainedTokenizerBase
) -> list[Window]:
    """The windows of some questions, the first of which is number ``first``."""
    limit = tokenizer.model_max_length
    room = limit - tokenizer.num_special_tokens_to_add(pair=True)
    encoded = tokenizer(
        _shortened([one.question for one in questions], room // QUESTION_PARTS, tokenizer),
        [one.context for one in questions],
        truncation="only_second",
        max_length=limit,
        stride=room // STRIDE_PARTS,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
    )
    samples = encoded["overflow_to_sample_mapping"]
    return [_window(encoded, row, first + sample) for row, sample in enumerate(samples)]


def _window(encoded: Any, row: int, question: int) -> Window:
    kinds = encoded.get("token_type_ids")
    belongs = np.array([-1 if one is None else one for one in encoded.sequence_ids(row)])
    context = np.flatnonzero(belongs == 1)
    bounds = (int(context[0]), int(context[-1]) + 1) if len(context) else (len(belongs),) * 2
    return Window(
        tokens=np.array(encoded["input_ids"][row], dtype=np.int32),
        kinds=None if kinds is None else np.array(kinds[row], dtype=np.int32),
        context=slice(*bounds),
        places=np.array(encoded["offset_mapping"][row], dtype=np.int32),
        question=question,
    )


def _shortened(
    questions: Sequence[str], limit: int, tokenizer: PreTrainedTokenizerBase
) -> list[str]:
    """The questions, cut where they would leave the context too little room."""
    encoded = tokenizer(list(questions), add_special_tokens=False, return_offsets_mapping=True)
    return [
        question[: places[limit - 1][1]] if len(places) > limit else question
        for question, places in zip(questions, encoded["offset_mapping"], strict=True)
    ]
