"""Sheets as public offices send them: what a clerk expects comes out, or one clear question."""

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from api.datasets.preparation import Prepared, Refused
from schemas.problems import ProblemCode
from schemas.reading import Role
from tests.api.datasets.sheets import read

OUTCOMES = ("Denúncia", "Arquivamento", "Acordo")
ROWS = 60

Drawn = Callable[[Worksheet], None]


def fact(n: int) -> str:
    """What happened, in a case of its own."""
    return f"No dia {n % 28 + 1}, o investigado nº {n} subtraiu bem móvel da vítima na via pública"


def outcome(n: int) -> str:
    return OUTCOMES[n % len(OUTCOMES)]


def cases(sheet: Worksheet, rows: int = ROWS) -> None:
    for n in range(rows):
        sheet.append([n + 1, dt.date(2024, 3, n % 28 + 1), fact(n), outcome(n)])


NAMES = ["Nº", "Data", "Descrição do fato", "Situação"]


def titled(sheet: Worksheet) -> None:
    """Two merged lines above the names."""
    sheet.append(["MINISTÉRIO PÚBLICO DO ESTADO"])
    sheet.append(["Relação de procedimentos, 2024"])
    sheet.append([])
    sheet.append(NAMES)
    cases(sheet)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A2:D2")


def bannered(sheet: Worksheet) -> None:
    """A line of merged cells that gathers the columns."""
    sheet.append(["Identificação", None, "Conteúdo", None])
    sheet.append(NAMES)
    cases(sheet)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:D1")


def summed_up(sheet: Worksheet) -> None:
    """A total and notes below."""
    sheet.append(NAMES)
    cases(sheet)
    sheet.append(["TOTAL", None, None, ROWS])
    sheet.append([])
    sheet.append(["Fonte: sistema de procedimentos. Dados sujeitos a alteração."])


def paged(sheet: Worksheet) -> None:
    """The names again at the top of each printed page."""
    for _ in range(3):
        sheet.append(["Manifesto", "Lado"])
        for n in range(20):
            sheet.append([fact(n), outcome(n)])


def filtered(sheet: Worksheet) -> None:
    """Some rows and a column of no role are hidden."""
    sheet.append(NAMES)
    cases(sheet)
    sheet.column_dimensions["A"].hidden = True
    for row in range(10, 20):
        sheet.row_dimensions[row].hidden = True


def placed(sheet: Worksheet) -> None:
    """Where it happened is as short and as frequent as how it ended."""
    sheet.append(["Descrição do fato", "Comarca", "Situação"])
    for n in range(ROWS):
        sheet.append([fact(n), ("Maceió", "Penedo")[n % 2], outcome(n)])


def made(path: Path, draw: Drawn) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    draw(sheet)
    workbook.save(path)
    return path


@pytest.mark.parametrize(
    ("draw", "first_row", "left_out"),
    [(titled, 5, 0), (bannered, 3, 0), (summed_up, 2, 3), (filtered, 2, 0), (placed, 2, 0)],
)
def test_what_happened_and_how_it_ended_are_found(
    tmp_path: Path, draw: Drawn, first_row: int, left_out: int
):
    """Whatever stands above, below and beside; what is no case is left out and told."""
    prepared = read(made(tmp_path / "a.xlsx", draw))

    assert isinstance(prepared, Prepared)
    chosen = {role: column.name for role, column in prepared.reading.columns.items()}
    assert (chosen[Role.TEXT], chosen[Role.LABEL]) == ("Descrição do fato", "Situação")
    assert prepared.sample[0].row == first_row
    assert {label.label: label.examples for label in prepared.labels} == dict.fromkeys(OUTCOMES, 20)
    assert (prepared.rows_used, prepared.rows_left_out) == (ROWS, left_out)


def test_names_that_come_again_on_each_page_stay_names(tmp_path: Path):
    """The columns keep them; the two repeated rows are shown as a label with few examples."""
    prepared = read(made(tmp_path / "a.xlsx", paged))

    assert isinstance(prepared, Prepared)
    assert [column.name for column in prepared.columns] == ["Manifesto", "Lado"]
    assert prepared.sample[0].row == 2
    assert {label.label: label.examples for label in prepared.labels}["Lado"] == 2


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("cp1252", ";"), ("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t")],
    ids=["Excel in Brazil", "Google Sheets", "Excel, CSV UTF-8", "Excel, Unicode text"],
)
def test_exports_are_read_whatever_wrote_them(tmp_path: Path, encoding: str, separator: str):
    """With line breaks, quotation marks and both separators inside the texts."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=separator, lineterminator="\r\n")
    writer.writerow(NAMES)
    texts = [f'{fact(n)};\n"disse ele", e fugiu' for n in range(ROWS)]
    writer.writerows([n + 1, "01/03/2024", text, outcome(n)] for n, text in enumerate(texts))
    path = tmp_path / "a.csv"
    path.write_bytes(written.getvalue().encode(encoding))

    prepared = read(path)

    assert isinstance(prepared, Prepared)
    assert prepared.sample[0].cells[Role.TEXT] == texts[0]
    assert (prepared.rows_used, prepared.rows_left_out) == (ROWS, 0)


@pytest.mark.parametrize("labels", [("SIM", "NÃO"), (True, False), ("1.000", "2.500")])
def test_answers_of_every_kind_are_labels(tmp_path: Path, labels: tuple[str | bool, ...]):
    """Twelve rows are enough to tell."""

    def draw(sheet: Worksheet) -> None:
        sheet.append(["ID", "Descrição do fato", "Réu preso?"])
        for n in range(12):
            sheet.append([f"A{n}", fact(n), labels[n % 2]])

    prepared = read(made(tmp_path / "a.xlsx", draw))

    assert isinstance(prepared, Prepared)
    assert [label.examples for label in prepared.labels] == [6, 6]


def test_labels_in_merged_cells_are_told_to_be_the_reason(tmp_path: Path):
    """One label for twenty rows is seen as one example, so it is said where the others went."""

    def draw(sheet: Worksheet) -> None:
        sheet.append(["Situação", "Descrição do fato"])
        for n in range(ROWS):
            sheet.append([None if n % 20 else OUTCOMES[n // 20], fact(n)])
        for top in (2, 22, 42):
            sheet.merge_cells(start_row=top, end_row=top + 19, start_column=1, end_column=1)

    refused = read(made(tmp_path / "a.xlsx", draw))

    assert isinstance(refused, Refused)
    few, merged = refused.problems
    assert (few.code, merged.code) == (ProblemCode.CLASS_TOO_SMALL, ProblemCode.CELLS_MERGED)
    assert merged.params == {"ranges": 3, "cells": 57}


def test_formulas_that_nobody_computed_are_told_to_be_the_reason(tmp_path: Path):
    """A program wrote them, and no office ever opened the file."""

    def draw(sheet: Worksheet) -> None:
        sheet.append(["Descrição do fato", "Situação"])
        for n in range(ROWS):
            sheet.append([f'="{fact(n)}"', OUTCOMES[n % 3]])

    refused = read(made(tmp_path / "a.xlsx", draw))

    assert isinstance(refused, Refused)
    assert refused.problems[-1].code is ProblemCode.FORMULAS_WITHOUT_RESULT
    assert refused.problems[-1].params == {"cells": ROWS}


def test_labels_that_are_all_different_teach_nothing(tmp_path: Path):
    """Nothing is guessed."""

    def draw(sheet: Worksheet) -> None:
        sheet.append(["Descrição do fato", "Número do procedimento"])
        for n in range(ROWS):
            sheet.append([fact(n), f"01.2024.{n:08}"])

    refused = read(made(tmp_path / "a.xlsx", draw))

    assert isinstance(refused, Refused)
    assert [each.code for each in refused.problems] == [ProblemCode.LABEL_COLUMN_NOT_FOUND]
