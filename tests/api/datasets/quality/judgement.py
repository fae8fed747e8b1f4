"""Sheets with nothing wrong with them, and what the report says once something is."""

import random
from collections.abc import Sequence
from pathlib import Path

from api.datasets.reading import Reading
from schemas.checks import CheckCode
from schemas.quality import Finding, QualityReport
from tests.api.datasets.sheets import prepared, write_csv

HEADER = ["texto", "ramo"]
LAW = (
    "autor réu juiz sentença recurso prova contrato dano moral prazo culpa dolo multa posse "
    "herança alimentos crime furto pena regime fiança apelação agravo embargos acórdão relator "
    "turma câmara perícia laudo testemunha depoimento audiência intimação citação penhora leilão"
)


def texts(count: int, words: int = 12, seed: int = 1) -> list[str]:
    """Texts that have little in common."""
    drawn = random.Random(seed)
    return [
        " ".join(drawn.choices(LAW.split(), k=words)) + f" n{number}" for number in range(count)
    ]


def plenty(each: int = 100, labels: Sequence[str] = ("Cível", "Penal")) -> list[list[str]]:
    """A header and, of every label, as many examples."""
    told = texts(each * len(labels))
    return [HEADER, *([text, labels[n % len(labels)]] for n, text in enumerate(told))]


def judged(
    folder: Path, rows: Sequence[Sequence[object]], reading: Reading | None = None
) -> QualityReport:
    """The report on a text table of these rows."""
    return prepared(write_csv(folder / "sheet.csv", rows), reading).quality


def codes(report: QualityReport) -> set[CheckCode]:
    return {finding.code for finding in report.findings}


def finding(report: QualityReport, code: CheckCode) -> Finding:
    """The one finding with this code."""
    [found] = [each for each in report.findings if each.code is code]
    return found
