import csv
import random
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from api.datasets.preparation import Prepared
from api.datasets.quality import suspects
from api.datasets.quality.suspects import Suspicion
from api.datasets.reading import Reading
from schemas.checks import CheckCode, Severity
from schemas.problems import DataProblem, ProblemCode
from schemas.quality import Suspect
from schemas.recipe import RelabelRows
from tests.api.datasets.quality.judgement import HEADER, plenty, texts
from tests.api.datasets.sheets import EXAMPLE, examples_of, prepared, write_csv

BANKING = Path(__file__).parents[5] / "shared" / "data" / "banking77_train.csv"


def found(path: Path, outcome: Prepared) -> tuple[Suspect, ...] | DataProblem:
    told = suspects.look(examples_of(path), outcome.reading.task)
    return told.suspects if isinstance(told, Suspicion) else told


def replaced(rows: list[list[str]], share: float) -> dict[int, str]:
    """Give some rows, below a header, another label; the true ones by row number."""
    drawn = random.Random(7)
    labels = sorted({label for _, label in rows[1:]})
    true: dict[int, str] = {}
    for place in drawn.sample(range(1, len(rows)), round(share * len(rows))):
        true[place + 1] = rows[place][1]
        rows[place][1] = drawn.choice([label for label in labels if label != rows[place][1]])
    return true


def precision_and_recall(
    outcome: tuple[Suspect, ...] | DataProblem, true: Mapping[int, str]
) -> tuple[float, float]:
    assert isinstance(outcome, tuple)
    hits = [each for each in outcome if each.row in true]
    assert sum(each.likelier == true[each.row] for each in hits) > 0.9 * len(hits)
    return len(hits) / len(outcome), len(hits) / len(true)


def test_labels_that_were_replaced_are_found(tmp_path: Path):
    """Of the example, 5 of 100: most are found, and most of what is found was replaced."""
    original = Path(shutil.copy(EXAMPLE, tmp_path))
    prepared(original)
    told = pq.read_table(examples_of(original)).select(["text", "label"]).to_pylist()
    rows = [HEADER, *([row["text"], row["label"]] for row in told)]
    true = replaced(rows, 0.05)
    path = write_csv(tmp_path / "sheet.csv", rows)

    precision, recall = precision_and_recall(found(path, prepared(path)), true)

    assert precision > 0.8
    assert recall > 0.85


@pytest.mark.skipif(not BANKING.exists(), reason="the data of banking77 are not here")
def test_labels_that_were_replaced_are_found_among_many_classes(tmp_path: Path):
    """Of 77 intents of short questions, whose published labels have faults of their own."""
    with BANKING.open(encoding="utf-8", newline="") as file:
        rows = [HEADER, *([row["text"], row["label"]] for row in csv.DictReader(file))]
    true = replaced(rows, 0.05)
    path = write_csv(tmp_path / "sheet.csv", rows)

    precision, recall = precision_and_recall(found(path, prepared(path)), true)

    assert precision > 0.55
    assert recall > 0.75


def separable(each: int = 60) -> list[list[str]]:
    """Two labels that the words tell apart."""
    law, nature = texts(each), ["rio mar vento chuva " + text[-9:] for text in texts(each, seed=2)]
    rows = [row for n in range(each) for row in ([law[n], "Direito"], [nature[n], "Natureza"])]
    return [HEADER, *rows]


def test_a_sheet_without_faults_has_no_suspects(tmp_path: Path):
    """Where the words tell the labels apart, nothing is suspicious."""
    path = write_csv(tmp_path / "sheet.csv", separable())

    assert found(path, prepared(path)) == ()


def test_a_suspect_is_told_with_its_likelier_label(tmp_path: Path):
    """By its row in the sheet, with how sure the model is; twice the same."""
    rows = separable()
    rows[4][1] = "Direito"
    path = write_csv(tmp_path / "sheet.csv", rows)
    outcome = prepared(path)

    told = found(path, outcome)

    assert isinstance(told, tuple)
    [suspect] = told
    assert (suspect.row, suspect.label, suspect.likelier) == (5, "Direito", "Natureza")
    assert suspect.text == rows[4][0]
    assert suspect.confidence > 0.9
    assert found(path, outcome) == told


def test_suspects_make_a_finding():
    """Relabelling is offered by likelier label and never recommended: a person decides."""
    told = (
        Suspect(row=9, text="um", label="A", likelier="B", confidence=0.99),
        Suspect(row=4, text="dois", label="C", likelier="B", confidence=0.98),
        Suspect(row=7, text="três", label="B", likelier="A", confidence=0.97),
    )

    finding = suspects.finding(Suspicion(told, judged=60))

    assert (finding.code, finding.severity) == (CheckCode.SUSPICIOUS_LABELS, Severity.WARNING)
    assert finding.params == {"rows": 3, "judged": 60, "share": 5.0}
    assert [each.answer for each in finding.examples] == ["A → B", "C → B", "B → A"]
    assert [(action.step, action.rows, action.recommended) for action in finding.actions] == [
        (RelabelRows(rows=[4, 9], label="B"), 2, False),
        (RelabelRows(rows=[7], label="A"), 1, False),
    ]


def refusal(path: Path, outcome: Prepared) -> ProblemCode:
    told = found(path, outcome)
    assert isinstance(told, DataProblem)
    assert told.params == {"minimum": suspects.FOLDS}
    return told.code


def test_several_labels_a_text_are_declined(tmp_path: Path):
    """Which of them would be wrong cannot be told this way."""
    rows = plenty(each=30, labels=("Cível;Penal", "Penal", "Cível"))
    path = write_csv(tmp_path / "sheet.csv", rows, separator=",")

    outcome = prepared(path, Reading(label_separator=";"))

    assert refusal(path, outcome) is ProblemCode.SUSPECTS_UNFIT


def test_entities_are_declined(tmp_path: Path):
    """A text has as many labels as words."""
    rows = [["tokens", "tags"], *([f'["José", "{n}"]', '["B-PES", "O"]'] for n in range(30))]
    path = write_csv(tmp_path / "sheet.csv", rows)

    assert refusal(path, prepared(path)) is ProblemCode.SUSPECTS_UNFIT


def test_labels_of_few_examples_are_not_judged(tmp_path: Path):
    """Fewer than there are folds; where no two labels are left, nothing is."""
    path = write_csv(tmp_path / "sheet.csv", plenty(each=4))

    assert refusal(path, prepared(path)) is ProblemCode.SUSPECTS_UNFIT


def test_a_large_set_is_judged_by_a_spread_sample(monkeypatch: pytest.MonkeyPatch):
    """Rows at even distances, of the labels that then still have enough."""
    monkeypatch.setattr(suspects, "MOST_ROWS", 20)
    labels = np.array(["A", "B"] * 100 + ["C"] * 6 + ["D"])
    column = pa.chunked_array([labels.tolist()])

    positions, told = suspects._judged(column)

    assert len(positions) == len(told)
    assert set(told) == {"A", "B"}
    assert np.diff(positions).max() <= 12


def test_suspicion_needs_a_threshold_and_odds():
    """Another label that is likelier, but not as sure as its own examples are, is not enough."""
    chances = np.array([[0.9, 0.1], [0.9, 0.1], [0.001, 0.999], [0.1, 0.9], [0.0001, 0.9999]])
    given = np.array([0, 0, 0, 1, 1])

    assert suspects.suspicious(chances, given).tolist() == [0, 0, 1, 1, 1]
    assert suspects.suspicious(chances[[0, 1, 3, 4]], given[[0, 1, 2, 4]]).tolist() == [0, 0, 0, 1]
