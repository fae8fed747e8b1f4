from pathlib import Path

import pytest

from api.datasets.reading import Reading
from schemas.problems import DataProblem, ProblemCode
from tests.api.datasets.formats.test_workbook import write_sheets
from tests.api.datasets.sheets import asking, cases, codes, prepared, refused, write_xlsx

COVER = [["Instruções de preenchimento"], ["Preencha a outra aba"]]
LEGEND = [["categoria", "descrição"], ["Cível", "casos entre pessoas"], ["Penal", "casos de crime"]]


def test_two_sheets_with_examples_are_a_question(tmp_path: Path):
    """Nobody can know which is meant: both are shown with their first rows."""
    sheets = {"Capa": COVER, "2023": cases(40), "2024": cases(24)}

    outcome = refused(write_sheets(tmp_path / "cases.xlsx", sheets))

    assert outcome.problems == (
        DataProblem(code=ProblemCode.SHEETS_AMBIGUOUS, params={"candidates": ["2023", "2024"]}),
    )
    assert [(sheet.name, sheet.rows, sheet.columns) for sheet in outcome.sheets] == [
        ("Capa", 1, ("Instruções de preenchimento",)),
        ("2023", 40, ("texto", "ramo")),
        ("2024", 24, ("texto", "ramo")),
    ]
    assert outcome.sheets[2].sample == tuple(tuple(map(str, row)) for row in cases()[1:4])


@pytest.mark.parametrize("wanted", ["Casos de 2023", " casos DE  2023 "])
def test_a_sheet_that_is_named_is_read(tmp_path: Path, wanted: str):
    """By its name, whatever its case and spaces."""
    path = write_sheets(tmp_path / "a.xlsx", {"2024": cases(24), "Casos de 2023": cases(40)})

    outcome = prepared(path, Reading(sheet=wanted))

    assert (outcome.sheet, outcome.rows_used) == ("Casos de 2023", 40)


def test_the_exact_name_comes_before_the_folded(tmp_path: Path):
    """Programs tell A-1 from A 1."""
    path = write_sheets(tmp_path / "a.xlsx", {"A-1": cases(24), "A 1": cases(40)})

    assert prepared(path, Reading(sheet="A 1")).sheet == "A 1"


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(tmp_path: Path):
    """A hidden one is not there."""
    sheets = {"2023": cases(), "2024": cases(), "Velha": cases()}
    path = write_sheets(tmp_path / "a.xlsx", sheets, hidden="Velha")

    outcome = refused(path, Reading(sheet="Velha"))

    assert outcome.problems == (
        DataProblem(
            code=ProblemCode.SHEET_NOT_FOUND,
            params={"wanted": "Velha", "available": ["2023", "2024"]},
        ),
    )


@pytest.mark.parametrize("order", [("Legenda", "Dados"), ("Dados", "Legenda")])
def test_a_legend_is_passed_over(tmp_path: Path, order: tuple[str, str]):
    """It names each label once and teaches none."""
    rows = {"Legenda": LEGEND, "Dados": cases()}
    path = write_sheets(tmp_path / "a.xlsx", {name: rows[name] for name in order})

    outcome = prepared(path)

    assert outcome.sheet == "Dados"
    assert [sheet.name for sheet in outcome.sheets] == list(order)


def test_a_legend_alone_is_told_what_it_lacks(tmp_path: Path):
    """Better than that there is nothing."""
    outcome = refused(write_sheets(tmp_path / "a.xlsx", {"Capa": COVER, "Legenda": LEGEND}))

    assert (codes(outcome), outcome.sheet) == ([ProblemCode.CLASS_TOO_SMALL], "Legenda")


def test_columns_that_are_named_tell_the_sheet(tmp_path: Path):
    """Only one has them, so there is nothing to ask."""
    other = [["teor", "desfecho"], *cases()[1:]]
    path = write_sheets(tmp_path / "a.xlsx", {"A": cases(), "B": other})

    assert prepared(path, asking(text="teor")).sheet == "B"


def test_a_faulty_sheet_is_a_candidate_too(tmp_path: Path):
    """It may be the one that was meant."""
    sheets = {"Dados": cases(labels=["Cível"]), "Antigos": cases()}

    outcome = refused(write_sheets(tmp_path / "a.xlsx", sheets))

    assert outcome.problems[0].params == {"candidates": ["Dados", "Antigos"]}


def test_one_sheet_is_nothing_to_choose_from(tmp_path: Path):
    """Nor are blank ones beside it."""
    assert prepared(write_xlsx(tmp_path / "a.xlsx", cases())).sheets == ()
    assert prepared(write_sheets(tmp_path / "b.xlsx", {"A": [], "B": cases()})).sheets == ()
