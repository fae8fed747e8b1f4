"""One whole Afina for all acceptance tests, and something small to teach it."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.acceptance import running_stack, tiny_model
from tests.acceptance.running_stack import RunningStack

WORDS = {
    "trabalho": ["reclamante", "horas", "extras", "férias", "salário", "empregador"],
    "eleitoral": ["candidato", "eleição", "urna", "propaganda", "coligação", "voto"],
    "militar": ["quartel", "soldado", "deserção", "caserna", "praça", "farda"],
}


@pytest.fixture(scope="session")
def stack() -> Iterator[RunningStack]:
    """``afina up`` with one worker."""
    # Not in pytest's folder, whose permissions a second run of the tests takes back meanwhile.
    with TemporaryDirectory(prefix="afina-acceptance-") as folder:
        data_dir = Path(folder)
        with running_stack.running(data_dir, running_stack.free_port()) as running:
            yield running


@pytest.fixture(scope="session")
def base_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a tiny base model that knows the words of ``spreadsheet``."""
    words = [word for belonging in WORDS.values() for word in belonging]
    return str(tiny_model.save(tmp_path_factory.mktemp("tiny"), words))


@pytest.fixture(scope="session")
def spreadsheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """240 easy examples in three categories, as Excel writes CSV in Brazil."""
    chance = random.Random(0)
    path = tmp_path_factory.mktemp("sheets") / "triagem.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["texto", "categoria"])
        for number in range(240):
            label = list(WORDS)[number % 3]
            words = [*chance.choices(WORDS[label], k=8), str(number)]
            writer.writerow([" ".join(words), label])
    return path
