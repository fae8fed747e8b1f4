"""Small jobs of every task, which the tiny encoder learns in a second or two."""

import random
from pathlib import Path
from typing import Any
from uuid import UUID

from schemas.hyperparameters import Hyperparameters
from schemas.tasks import Task
from tests.worker.training import corpora, small
from tests.worker.training.corpora import Sentence
from worker.messages import Job

SEVERAL, ENTITIES, ANSWERS = "several", "entities", "answers"
KINDS = (SEVERAL, ENTITIES, ANSWERS)
TASKS = {
    SEVERAL: Task.TEXT_CLASSIFICATION,
    ENTITIES: Task.TOKEN_CLASSIFICATION,
    ANSWERS: Task.QUESTION_ANSWERING,
}


def job(kind: str, folder: Path, base: Path, count: int = 48, **chosen: Any) -> Job:
    """A job of a second or two under ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    hyperparameters = {"learning_rate": 1e-2, "epochs": 3, "batch_size": 8, "max_length": 24}
    return Job(
        run_id=UUID(int=9),
        task=TASKS[kind],
        base_model=str(base),
        hyperparameters=Hyperparameters.model_validate(hyperparameters | chosen),
        examples=save(kind, folder / "examples.parquet", count),
        work_dir=folder / "work",
        model_dir=folder / "model",
        cache_dir=folder / "cache",
    )


def save(kind: str, path: Path, count: int) -> Path:
    """Examples of this kind of lesson."""
    rng = random.Random(4)
    match kind:
        case "several":
            rows = [several(rng) for _ in range(count)]
            return corpora.save(path, text=[text for text, _ in rows], labels=[y for _, y in rows])
        case "entities":
            return corpora.save_sentences(path, [sentence(rng) for _ in range(count)])
        case _:
            return corpora.save_questions(path, [question(rng) for _ in range(count)])


def several(rng: random.Random) -> tuple[str, list[str]]:
    """A text that speaks of one colour or of two, and their names."""
    colours = sorted(rng.sample(list(small.COLOURS), rng.randint(1, 2)))
    words = [rng.choice(small.COLOURS[colour]) for colour in colours for _ in range(2)]
    return " ".join(mixed(rng, words, rng.randint(1, 8))), colours


def sentence(rng: random.Random, filling: int = 10) -> Sentence:
    """Words, among them some that name colours: a first word, and for some a second."""
    words: list[str] = []
    tags: list[str] = []
    for _ in range(rng.randint(1, 3)):
        between = rng.choices(small.FILLING, k=rng.randint(1, filling // 2))
        colour = rng.choice(list(small.COLOURS))
        firsts, seconds = small.COLOURS[colour][:2], small.COLOURS[colour][2:]
        named = [rng.choice(firsts), rng.choice(seconds)][: rng.randint(1, 2)]
        words += [*between, *named]
        tags += ["O"] * len(between) + [f"B-{colour}", f"I-{colour}"][: len(named)]
    return words, tags


def question(rng: random.Random, filling: int = 12) -> dict[str, Any]:
    """What the one word of a colour in a text is; in one of four texts there is none."""
    colour = rng.choice(list(small.COLOURS))
    word = rng.choice(small.COLOURS[colour])
    is_answered = rng.random() < 0.75
    words = mixed(rng, [word] if is_answered else [], rng.randint(4, filling))
    start = len(" ".join([*words[: words.index(word)], ""])) if is_answered else 0
    return {
        "question": "que de",
        "context": " ".join(words),
        "answers": [{"text": word, "start": start}] if is_answered else [],
        "type": colour if is_answered else None,
    }


def mixed(rng: random.Random, words: list[str], filling: int) -> list[str]:
    """The words among others that say nothing."""
    every = [*words, *rng.choices(small.FILLING, k=filling)]
    rng.shuffle(every)
    return every
