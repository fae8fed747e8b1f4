"""The examples of a token classification: words with BIO tags, cut into windows of pieces.

The first piece of a word carries its tag. A word whose sentence is longer than a window is learned
from once and judged once, in the window that shows most of what stands around it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
import pyarrow as pa
import torch
from numpy.typing import NDArray
from transformers import PreTrainedTokenizerBase

from schemas.examples import TAGS, TOKENS
from schemas.split import Split
from schemas.words import spans
from worker.training import batches, windows
from worker.training import examples as file
from worker.training.batches import Batch, Lengths, Rows, Tokens
from worker.training.examples import Sides
from worker.training.failures import ExamplesUnusableError
from worker.training.frame import Frame
from worker.training.network import Network
from worker.training.reader import Reader, Table
from worker.training.tasks.token_classification import metrics

IGNORED = -100
"""The target of a place that asks for no answer."""
OUTSIDE = "O"
SENTENCES_AT_A_TIME = 1000
LONGEST_WORD = 4
"""Of a word's pieces, as many are read as one part in this many of a window holds."""

Numbers = NDArray[np.int64]
"""A number per word, or per place of a window."""
Words = Sequence[str]


@dataclass(frozen=True, slots=True)
class Examples:
    """The rows of the file, in its order."""

    sentences: list[list[str]]
    tags: list[list[str]]
    sides: Sides


@dataclass(frozen=True, slots=True)
class Place:
    """Where the answers of a window belong."""

    sentence: int
    """Its place on this side of the split."""
    words: range
    """Those that are judged in the window."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """One side of the split in windows, as the model reads it."""

    windows: list[Tokens]
    targets: list[Numbers]
    """A tag's number at the first piece of each judged word, else ``IGNORED``."""
    places: list[Place]
    tags: list[list[str]]
    """The true tags of each whole sentence."""
    lengths: Lengths
    judged: Numbers
    """How many words are judged in each window."""

    @property
    def tokens(self) -> list[Tokens]:
        return self.windows

    def batch(self, network: Network, rows: Rows) -> Batch:
        """Windows and their targets, each ``(batch, sequence)``."""
        targets = batches.fill([self.targets[row] for row in rows], IGNORED)
        return network.batch([self.windows[row] for row in rows], torch.from_numpy(targets))

    def shortened(self, tokenizer: PreTrainedTokenizerBase) -> tuple["Encoded", Rows]:
        """Each window cut into smaller ones, in which each of its judged words is judged once."""
        frame = Frame.of(tokenizer)
        parts: list[Part] = []
        owners: list[int] = []
        for row, part in enumerate(zip(self.windows, self.targets, self.places, strict=True)):
            pieces = [part] if len(part[0]) <= tokenizer.model_max_length else cut(part, frame)
            parts += pieces
            owners += [row] * len(pieces)
        return collect(parts, self.tags), np.array(owners, dtype=np.int64)


Part = tuple[Tokens, Numbers, Place]
"""A window, its targets and whose they are."""


def read(path: Path) -> Examples:
    """The canonical Parquet at ``path``.

    Raises:
        ExamplesUnusableError: it is no such Parquet, its tags don't fit its words, or nothing is
            marked in it.
    """
    table = file.read(path, [TOKENS, TAGS])
    examples = Examples(table.columns[TOKENS], table.columns[TAGS], table.sides)
    pairs = zip(examples.sentences, examples.tags, strict=True)
    if any(len(words) != len(tags) for words, tags in pairs):
        raise ExamplesUnusableError(f"{path} has rows with more words than tags, or fewer")
    if not types(examples):
        raise ExamplesUnusableError("there is nothing to find: every word is outside all entities")
    return examples


def types(examples: Examples) -> list[str]:
    """The types of entities, in alphabetical order."""
    return sorted({tag[2:] for tags in examples.tags for tag in tags if tag != OUTSIDE})


def names(entity_types: Sequence[str]) -> list[str]:
    """Every tag; its place here is its number."""
    return [OUTSIDE, *(f"{mark}-{name}" for name in entity_types for mark in "BI")]


def joins_signs(examples: Examples) -> bool:
    """Whether some words have signs within them, such as ``10.826/03``: so texts are cut later."""
    words = (word for sentence in examples.sentences for word in sentence)
    return any(len(spans(word)) > 1 == len(spans(word, joined=True)) for word in words)


def divide(examples: Examples, *, share: float, seed: int) -> Split:
    """The rows to learn from and those held out, by the types of entities in them.

    A sentence counts for each type that it has, or as one without any; equal sentences and those
    of one group stay together.

    Raises:
        ExamplesUnusableError: no rows can be held out.
    """
    numbers = {name: number for number, name in enumerate(types(examples), start=1)}
    sets = [{numbers[tag[2:]] for tag in tags if tag != OUTSIDE} or {0} for tags in examples.tags]
    texts = ["\n".join(words) for words in examples.sentences]
    return examples.sides.divide(sets, texts, share=share, seed=seed)


def encode(
    sentences: Sequence[Words],
    tags: Sequence[list[str]],
    names: Sequence[str],
    tokenizer: PreTrainedTokenizerBase,
    kept: Path | None = None,
) -> Encoded:
    """The sentences in windows of as many pieces as the tokenizer allows."""
    numbers = {name: number for number, name in enumerate(names)}
    frame = Frame.of(tokenizer)
    parts: list[Part] = []
    for sentence, pieces in enumerate(recall(sentences, tokenizer, kept)):
        marks = np.array([numbers[tag] for tag in tags[sentence]], dtype=np.int64)
        for window in windows.cut([len(word) for word in pieces], frame.room):
            place = Place(sentence, window.judged)
            parts.append((*fill(frame, pieces, marks, window), place))
    return collect(parts, list(tags))


def collect(parts: Sequence[Part], tags: list[list[str]]) -> Encoded:
    """All windows of one side."""
    return Encoded(
        windows=[ids for ids, _, _ in parts],
        targets=[targets for _, targets, _ in parts],
        places=[place for _, _, place in parts],
        tags=tags,
        lengths=np.array([len(ids) for ids, _, _ in parts], dtype=np.int64),
        judged=np.array([len(place.words) for _, _, place in parts], dtype=np.int64),
    )


def recall(
    sentences: Sequence[Words], tokenizer: PreTrainedTokenizerBase, kept: Path | None
) -> Iterator[list[list[int]]]:
    """What ``cut_words`` gives, from ``kept`` where an earlier run has left it."""

    def cut() -> Table:
        words = cut_words(sentences, tokenizer, Frame.of(tokenizer).room)
        return pa.table({"pieces": pa.array(words, pa.list_(pa.list_(pa.int32())))})

    texts = ("\n".join(words) for words in sentences)
    table = Reader(tokenizer, kept).recall("words", texts, cut)
    for sentence in table.column("pieces"):
        yield sentence.as_py()


def cut_words(
    sentences: Sequence[Words], tokenizer: PreTrainedTokenizerBase, room: int
) -> Iterator[list[list[int]]]:
    """The piece ids of each word of each sentence, one piece at least.

    A word without pieces of its own is unknown; one that would fill a window is cut.
    """
    longest = max(1, room // LONGEST_WORD)
    unknown = cast("int", tokenizer.unk_token_id)
    for start in range(0, len(sentences), SENTENCES_AT_A_TIME):
        slice_ = [list(words) for words in sentences[start : start + SENTENCES_AT_A_TIME]]
        encoded = tokenizer(slice_, is_split_into_words=True, add_special_tokens=False)
        for place, words in enumerate(slice_):
            pieces: list[list[int]] = [[] for _ in words]
            owners = cast("list[int]", encoded.word_ids(place))
            for piece, word in zip(encoded["input_ids"][place], owners, strict=True):
                if len(pieces[word]) < longest:
                    pieces[word].append(piece)
            yield [word or [unknown] for word in pieces]


def cut(part: Part, frame: Frame) -> list[Part]:
    """A window in smaller ones.

    Where its words begin and end is known of the judged ones alone: each piece of the others stands
    for itself, and so do those of the last judged word but the first.
    """
    tokens, targets, place = part
    first, last = len(frame.before), len(tokens) - len(frame.after)
    around = replace(frame, before=tokens[:first].tolist(), after=tokens[last:].tolist())
    marks = targets[first:last]
    judged = np.flatnonzero(marks != IGNORED)
    ends = (np.arange(judged[0]), judged, np.arange(judged[-1] + 1, len(marks)))
    starts = np.concatenate(ends)
    longest = max(1, frame.room // LONGEST_WORD)
    pieces = [word[:longest].tolist() for word in np.split(tokens[first:last], starts[1:])]
    words = range(int(judged[0]), int(judged[0]) + len(judged))
    parts: list[Part] = []
    for window in windows.cut([len(word) for word in pieces], frame.room):
        here = range(max(words.start, window.judged.start), min(words.stop, window.judged.stop))
        if here:
            start = place.words.start + here.start - words.start
            owner = Place(place.sentence, range(start, start + len(here)))
            parts.append((*fill(around, pieces, marks[starts], window), owner))
    return parts


def fill(
    frame: Frame, pieces: Sequence[list[int]], marks: Numbers, window: windows.Window
) -> tuple[Tokens, Numbers]:
    """A window's token ids and targets."""
    ids = list(frame.before)
    targets = [IGNORED] * len(ids)
    for word in window.read:
        mark = int(marks[word]) if word in window.judged else IGNORED
        ids += pieces[word]
        targets += [mark, *[IGNORED] * (len(pieces[word]) - 1)]
    ids += frame.after
    targets += [IGNORED] * len(frame.after)
    return np.array(ids, dtype=np.int32), np.array(targets, dtype=np.int64)


def gather(encoded: Encoded, rows: Rows, predicted: Sequence[str]) -> list[list[str]]:
    """The predicted tags of every sentence, from those of the windows ``rows``, one a judged word.

    They are repaired, so that every entity has a beginning.
    """
    sentences = [[OUTSIDE] * len(tags) for tags in encoded.tags]
    start = 0
    for row in rows:
        place = encoded.places[row]
        end = start + len(place.words)
        sentences[place.sentence][place.words.start : place.words.stop] = predicted[start:end]
        start = end
    return [metrics.repair(tags) for tags in sentences]


def balanced_weights(targets: Sequence[Numbers], count: int) -> NDArray[np.float32]:
    """A weight a tag, so that all types of entities weigh the same together.

    Words outside of all entities weigh 1, and so does the mean word inside, and one of a type that
    only the exam has, as a fixed split allows.
    """
    frequencies = np.bincount(np.concatenate(targets).clip(min=-1) + 1, minlength=count + 1)[1:]
    of_types = frequencies[1:].reshape(-1, 2).sum(axis=1)
    learned = max(1, np.count_nonzero(of_types))
    weights = np.where(of_types > 0, of_types.sum() / (learned * np.maximum(of_types, 1)), 1.0)
    return np.concatenate([[1.0], np.repeat(weights, 2)]).astype(np.float32)
