"""Rows that are cut again because not even one of them fits into memory."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import PreTrainedTokenizerFast

from tests.worker.training import corpora, lessons, small
from tests.worker.training.small import Ear, never
from worker.messages import EpochDone, Finished, Job, Logged, MemoryCut, Stopped
from worker.training import session
from worker.training.lineage import Lineage
from worker.training.network import Network
from worker.training.tasks.question_answering import data as questions
from worker.training.tasks.question_answering.data import Answer, Question
from worker.training.tasks.text_classification import data as texts
from worker.training.tasks.token_classification import data as sentences
from worker.training.tasks.token_classification.data import IGNORED

POSITIONS = 128
ONE = "one"
KINDS = (ONE, *lessons.KINDS)
WORDS = [*small.FILLING, *(word for words in small.COLOURS.values() for word in words)]
NAMES = sentences.names(list(small.COLOURS))

lengths = st.integers(8, POSITIONS)


def tokenizer(max_length: int = POSITIONS, side: str = "right") -> PreTrainedTokenizerFast:
    made = small.tokenizer([*small.SPECIAL, *WORDS], max_length)
    made.truncation_side = side
    return made


@settings(deadline=None)
@given(
    words=st.lists(st.lists(st.sampled_from(WORDS), max_size=POSITIONS), min_size=1, max_size=3),
    max_length=lengths,
    side=st.sampled_from(["left", "right"]),
)
def test_a_text_is_cut_as_if_it_had_been_from_the_start(
    words: list[list[str]], max_length: int, side: str
):
    """Special tokens stay, whichever side is cut."""
    whole = texts.tokenise([" ".join(one) for one in words], tokenizer(side=side))
    expected = texts.tokenise([" ".join(one) for one in words], tokenizer(max_length, side))

    cut = texts.shorten(whole, tokenizer(max_length, side))

    assert [one.tolist() for one in cut] == [one.tolist() for one in expected]


@settings(deadline=None, max_examples=50)
@given(
    seeds=st.lists(st.integers(0, 1000), min_size=1, max_size=4),
    shorter=st.lists(lengths, min_size=1, max_size=3),
)
def test_each_word_is_still_judged_once_however_often_its_windows_are_cut(
    seeds: list[int], shorter: list[int]
):
    """With its own tag, in a window that is not too long, which belongs to the same row as ever."""
    made = [lessons.sentence(random.Random(seed), filling=90) for seed in seeds]
    cut = sentences.encode([one for one, _ in made], [tags for _, tags in made], NAMES, tokenizer())
    planned, lineage = cut, Lineage(np.arange(len(cut.windows)))
    for max_length in sorted(shorter, reverse=True):
        cut, owners = cut.shortened(tokenizer(max_length))
        lineage = lineage.then(owners)

    assert cut.lengths.max() <= min(shorter)
    assert sorted(lineage.owners.tolist()) == lineage.owners.tolist()
    for row in range(len(planned.windows)):
        assert judged(cut, lineage.pieces(np.array([row]))) == judged(planned, [row])


def judged(encoded: sentences.Encoded, rows: Any) -> list[tuple[int, int, int, int]]:
    """Each word that some windows ask for: its sentence, its place, its token and its tag."""
    found: list[tuple[int, int, int, int]] = []
    for row in rows:
        places = np.flatnonzero(encoded.targets[row] != IGNORED)
        owner = encoded.places[row]
        for word, at in zip(owner.words, places, strict=True):
            token, tag = encoded.windows[row][at], encoded.targets[row][at]
            found.append((owner.sentence, word, int(token), int(tag)))
    return found


@settings(deadline=None, max_examples=50)
@given(
    asked=st.integers(1, 60),
    filling=st.integers(8, 200),
    at=st.integers(0, 200),
    max_length=st.integers(32, POSITIONS),
)
def test_a_question_still_finds_all_of_its_context_in_smaller_windows(
    asked: int, filling: int, at: int, max_length: int
):
    """Every token is read, the answer is where it was, and the question opens each window."""
    context = [small.FILLING[number % 8] for number in range(filling)]
    context.insert(at % filling, "jade")
    start = len(" ".join([*context[: at % filling], ""]))
    question = Question(
        question=" ".join(["de"] * asked),
        context=" ".join(context),
        answers=(Answer("jade", start),),
    )
    whole = questions.encode([question], tokenizer())

    cut, owners = whole.shortened(tokenizer(max_length))

    assert cut.lengths.max() <= max_length
    assert set(owners.tolist()) == set(range(len(whole.windows)))
    for row, window in enumerate(whole.windows):
        pieces = [cut.windows[piece] for piece in np.flatnonzero(owners == row)]
        assert union(pieces) == union([window])
    for window, (first, last) in zip(cut.windows, cut.targets, strict=True):
        assert window.tokens[0] == 2
        assert window.tokens[-1] == 3
        assert window.tokens[window.context.start - 1] == 3
        told = window.places[first][0], window.places[last][1]
        assert (first == 0) or told == (start, start + len("jade"))
    assert any(first for first, _ in cut.targets)


def union(windows: list[questions.Window]) -> set[tuple[int, int, int]]:
    """The tokens of the context that some windows hold, and where these stand in it."""
    return {
        (int(token), int(start), int(end))
        for window in windows
        for token, (start, end) in zip(
            window.tokens[window.context], window.places[window.context], strict=True
        )
    }


@pytest.fixture(scope="module")
def long_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny encoder that reads long texts."""
    return small.save_base(tmp_path_factory.mktemp("long"), positions=POSITIONS)


def job(kind: str, folder: Path, base: Path) -> Job:
    """Rows of up to 128 tokens; most are short."""
    chosen: dict[str, Any] = {"max_length": POSITIONS, "epochs": 2, "checkpoint_steps": 3}
    if kind == ONE:
        made = small.job(folder, base, **chosen)
        rng = random.Random(7)
        rows = [lessons.mixed(rng, list(small.COLOURS["azul"]), 8 * n) for n in range(1, 13)] * 4
        labels = ["azul", "verde"] * 24
        small.save_examples(made.examples, [" ".join(row) for row in rows], labels, [None] * 48)
        return made
    made = lessons.job(kind, folder, base, **chosen)
    rng = random.Random(7)
    match kind:
        case "several":
            rows = [lessons.several(rng) for _ in range(48)]
            long = [" ".join([text] * (1 + n % 12)) for n, (text, _) in enumerate(rows)]
            corpora.save(made.examples, text=long, labels=[labels for _, labels in rows])
        case "entities":
            corpora.save_sentences(
                made.examples, [lessons.sentence(rng, 8 + 4 * (n % 20)) for n in range(48)]
            )
        case _:
            corpora.save_questions(
                made.examples, [lessons.question(rng, 12 + 8 * (n % 20)) for n in range(48)]
            )
    return made


def allow(monkeypatch: pytest.MonkeyPatch, tokens: int) -> None:
    """As if a device had no memory for a micro-batch that holds more."""
    whole = Network.batch

    def batch(self: Network, texts: Any, targets: Any, **others: Any) -> Any:
        if len(texts) * max(map(len, texts)) > tokens:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return whole(self, texts, targets, **others)

    monkeypatch.setattr(Network, "batch", batch)


def once(calls: int) -> Callable[[], bool]:
    """Asks to stop at that question."""
    questions = iter(range(1, 1_000_000))
    return lambda: next(questions) >= calls


@pytest.mark.parametrize("kind", KINDS)
def test_where_not_one_text_fits_all_are_cut_and_the_run_goes_on(
    kind: str, long_base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """It is told; stopped and resumed it ends with the same bits; its model reads no more."""
    allow(monkeypatch, 60)
    ear, first, again = Ear(), Ear(), Ear()

    done = session.run(job(kind, tmp_path / "straight", long_base), ear, never)
    stopped = session.run(job(kind, tmp_path / "resumed", long_base), first, once(8))
    resumed = session.run(job(kind, tmp_path / "resumed", long_base), again, never)

    assert isinstance(done, Finished)
    assert isinstance(stopped, Stopped)
    assert isinstance(resumed, Finished)
    cuts = [cut.max_length for cut in ear.heard(MemoryCut) if cut.max_length]
    assert cuts
    assert cuts[-1] <= 60
    assert any("texts cut to" in line.text for line in ear.heard(Logged))
    assert len(ear.heard(EpochDone)) == 2
    assert resumed.model.weights_sha256 == done.model.weights_sha256
    assert [*first.heard(MemoryCut), *again.heard(MemoryCut)] == ear.heard(MemoryCut)
    saved = PreTrainedTokenizerFast.from_pretrained(done.model.path)
    assert saved.model_max_length == cuts[-1]


def test_a_device_too_small_for_a_short_text_ends_the_run(
    long_base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Below 32 tokens nothing is cut: the plain failure is of memory."""
    allow(monkeypatch, 31)

    with pytest.raises(MemoryError, match="one example of 32 tokens"):
        session.run(job(ONE, tmp_path, long_base), Ear(), never)
