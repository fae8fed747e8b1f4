"""How good the models are: beside Trainer's after as many epochs, and beside published ones.

    python -m benchmarks.training.quality intents [--write]     some fifteen minutes on one core
    python -m benchmarks.training.quality entities [--write]    some forty
    python -m benchmarks.training.quality answers [--write]     some ten

What is compared are whole sessions, as workers run them, with the rows to examine fixed.
"""

import argparse
import csv
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import torch

from benchmarks.machine import describe
from benchmarks.training import floor, material
from benchmarks.training.contender import DYNAMIC, GROUPED, Peer, as_rows
from schemas.hyperparameters import Hyperparameters
from schemas.tasks import Task
from tests.worker.training import corpora
from worker.messages import ChildMessage, EpochDone, Finished, Job
from worker.training import device, libraries, session
from worker.training.tasks import catalogue

RESULTS = Path(__file__).parents[1] / "results"
LENER_DEV = corpora.REAL_DATA / "lener_dev.csv"
BANKING_TEST = corpora.REAL_DATA / "banking77_test.csv"
TAUGHT_INTENTS = 1_500


def intents(folder: Path) -> list[str]:
    """Banking77: 1,500 rows taught for three epochs, its whole test set examined."""
    taught = _labelled(material.SETS["banking intents"].path)
    places = np.linspace(0, len(taught) - 1, TAUGHT_INTENTS).astype(np.int64)
    rows, exam = [taught[place] for place in places], _labelled(BANKING_TEST)
    job = _job(Task.TEXT_CLASSIFICATION, folder, epochs=3, learning_rate=2e-4, max_length=128)
    texts, labels = zip(*rows, *exam, strict=True)
    corpora.save(job.examples, text=texts, label=labels, split=_sides(len(rows), len(exam)))
    lines = ["| contender | accuracy | seconds of training |", "|---|---|---|"]
    began = floor.now(device.find())
    report: Any = _finish(job).report
    lines.append(f"| afina | {report.accuracy:.3f} | {floor.now(device.find()) - began:.0f} |")
    return lines + [_trainers(name, job) for name in (GROUPED, DYNAMIC)]


def _trainers(name: str, job: Job) -> str:
    """The same rows, epochs and rates; answers are compared with the labels that come with them."""
    place = device.find()
    lesson: Any = catalogue.prepare(job, place, lambda _: None)
    peer = Peer(name, job, lesson.network.tokenizer, len(lesson.labels))
    taught = peer.trainer(peer.model(), as_rows(lesson.training))
    began = floor.now(place)
    taught.train()
    seconds = floor.now(place) - began
    told = taught.predict(as_rows(lesson.held_out))
    accuracy = (told.predictions.argmax(-1) == told.label_ids).mean()
    return f"| {name} | {accuracy:.3f} | {seconds:.0f} |"


def entities(folder: Path) -> list[str]:
    """LeNER-Br: taught whole for two epochs, examined on its development set."""
    taught, exam = list(corpora.lener()), list(_sentences(LENER_DEV))
    job = _job(Task.TOKEN_CLASSIFICATION, folder, epochs=2, learning_rate=3e-4, max_length=192)
    corpora.save_sentences(job.examples, taught + exam, split=_sides(len(taught), len(exam)))
    report: Any = _finish(job).report
    return [
        "| model | parameters | entity F1 |",
        "|---|---|---|",
        f"| {material.ENCODER}, 2 epochs, development set | 40 M | {report.f1:.3f} |",
        "| LSTM-CRF (the data set's paper), test set | | 0.866 |",
        "| BERTimbau-base, test set (PortuLex) | 110 M | 0.883 |",
    ]


def answers(folder: Path) -> list[str]:
    """FaQuAD: nine of ten contexts taught for one epoch, the rest examined."""
    job = _job(Task.QUESTION_ANSWERING, folder, epochs=1, learning_rate=2e-4, batch_size=8)
    job = job.model_copy(
        update={"hyperparameters": job.hyperparameters.model_copy(update={"train_split": 0.9})}
    )
    corpora.save_questions(job.examples, list(corpora.faquad()))
    report: Any = _finish(job).report
    return [
        "| model | parameters | exact match | F1 |",
        "|---|---|---|---|",
        f"| {material.ENCODER}, 1 epoch, {report.validation_examples} held-out questions | 40 M | "
        f"{report.exact_match:.3f} | {report.f1:.3f} |",
        "| BERTimbau-base, 3 epochs, the set's own 63 | 110 M | 0.745 | 0.831 |",
    ]


SETS: dict[str, Callable[[Path], list[str]]] = {
    "intents": intents,
    "entities": entities,
    "answers": answers,
}


def _job(task: Task, folder: Path, **chosen: Any) -> Job:
    return Job(
        run_id=UUID(int=2),
        task=task,
        base_model=material.ENCODER,
        hyperparameters=Hyperparameters(early_stopping_patience=None, **chosen),
        examples=folder / "examples.parquet",
        work_dir=folder / "work",
        model_dir=folder / "model",
        cache_dir=folder / "cache",
    )


def _finish(job: Job) -> Finished:
    """The whole session; each epoch is told as it ends."""
    job.work_dir.mkdir(parents=True, exist_ok=True)

    def tell(message: ChildMessage) -> None:
        if isinstance(message, EpochDone):
            print(message.metrics, file=sys.stderr, flush=True)

    done = session.run(job, tell, lambda: False)
    if not isinstance(done, Finished):
        raise TypeError(f"the session ended with {done}")
    return done


def _sides(taught: int, examined: int) -> list[str]:
    return ["train"] * taught + ["validation"] * examined


def _labelled(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["label"]) for row in csv.DictReader(file)]


def _sentences(path: Path) -> Iterator[corpora.Sentence]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield json.loads(row["tokens"]), json.loads(row["tags"])


def main() -> None:
    """Teach, examine, print the table, and keep it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", choices=SETS)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    libraries.quieten()
    torch.set_num_threads(asked.threads)
    with tempfile.TemporaryDirectory() as folder:
        measure = SETS[asked.set]
        lines = [f"# {measure.__doc__}", "", describe(), "", *measure(Path(folder)), ""]
    print("\n".join(lines))
    if asked.write:
        (RESULTS / f"quality-{asked.set}.md").write_text("\n".join(lines))


if __name__ == "__main__":
    main()
