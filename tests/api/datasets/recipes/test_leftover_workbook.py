import pickle
from pathlib import Path

import openpyxl
import pytest

from api.datasets import names
from api.datasets.contents import LEFT_OUT
from api.datasets.recipes import leftover_workbook
from api.sentences import Language, sentence
from api.sentences.left_out import left_out_words
from schemas.problems import ProblemCode
from schemas.recipe import DropRows
from tests.api.datasets.recipes.versions import base_of, revised
from tests.api.datasets.sheets import asking, cases, examples_in, made_of, prepared, write_csv

EACH_LANGUAGE = pytest.mark.parametrize("language", list(Language))
BARE = (ProblemCode.TEXT_EMPTY, ProblemCode.LABEL_EMPTY)


def sheet(folder: Path) -> Path:
    """Four rows that are left out, among others, with a column that nobody reads."""
    rows = [["Nº", "texto", "ramo"], *([n, *case] for n, case in enumerate(cases(24)[1:], 1))]
    rows[3][1], rows[5][2], rows[8][1], rows[9][1] = "", " ", "=1+1" * 20_000, ""
    return write_csv(folder / "cases.csv", rows)


def book_of(path: Path, language: Language = Language.PT_BR) -> Path:
    """The workbook of what is left out of the file."""
    target = path.with_name("left-out.xlsx")
    leftover_workbook.write(made_of(path) / LEFT_OUT, target, left_out_words(language))
    return target


def rows_of(book: Path) -> list[list[object]]:
    return [[*row] for row in openpyxl.load_workbook(book).worksheets[0].values]


@EACH_LANGUAGE
def test_rows_are_told_with_their_cells_and_their_reason(tmp_path: Path, language: Language):
    """The sheet's own columns first, as they were; a text that fits no cell is cut."""
    path = sheet(tmp_path)
    prepared(path)

    rows = rows_of(book_of(path, language))

    words = left_out_words(language)
    assert rows[0] == ["Nº", "texto", "ramo", words.row, words.reason]
    assert [row[3] for row in rows[1:]] == [4, 6, 9, 10]
    assert [row[0] for row in rows[1:]] == ["3", "5", "8", "9"]
    assert rows[2][1:3] == [cases(24)[5][0], " "]
    figures = {"characters": 80_000, "limit": 50_000}
    reasons = [sentence(code, language) for code in BARE]
    long = sentence(ProblemCode.TEXT_TOO_LONG, language, figures)
    assert [row[4] for row in rows[1:]] == [*reasons, long, reasons[0]]
    assert str(rows[3][1]).endswith("=1+ […]")


def test_a_mended_workbook_is_taken(tmp_path: Path):
    """Our two columns are no rivals of the sheet's own, whatever they hold."""
    path = sheet(tmp_path)
    prepared(path)
    book = openpyxl.load_workbook(book_of(path))
    page = book.worksheets[0]
    for row, label in zip((2, 3, 4, 5), ("Cível", "Penal", "Cível", "Penal"), strict=True):
        page.cell(row, 2).value = f"O texto que faltava, agora escrito na linha {row}"  # pyright: ignore[reportAttributeAccessIssue]
        page.cell(row, 3).value = label  # pyright: ignore[reportAttributeAccessIssue]
    mended = tmp_path / "mended.xlsx"
    book.save(mended)

    outcome = prepared(mended)

    assert (outcome.rows_total, outcome.rows_used) == (4, 4)
    assert [row["label"] for row in examples_in(mended)] == ["Cível", "Penal"] * 2
    assert {column.name for column in outcome.reading.columns.values()} == {"texto", "ramo"}


def test_a_workbook_sent_as_it_is_gives_the_same_reasons(tmp_path: Path):
    """Every row is left out again, for the columns are read as before."""
    path = sheet(tmp_path)
    prepared(path)
    book = book_of(path)
    extra = openpyxl.load_workbook(book)
    for row in cases(8)[1:]:
        extra.worksheets[0].append(["", *row])
    extra.save(book)

    outcome = prepared(book, asking(text="texto", label="ramo"))

    assert [each.code for each in outcome.left_out] == [
        ProblemCode.TEXT_EMPTY,
        ProblemCode.LABEL_EMPTY,
        ProblemCode.TEXT_EMPTY,
    ]


def test_rows_that_a_recipe_dropped_are_among_them(tmp_path: Path):
    """With the cells of the columns that were read; the others are not known any more."""
    base, _ = base_of(sheet(tmp_path))
    revised(base, [DropRows(rows=[2])], tmp_path / "2")
    target = tmp_path / "left-out.xlsx"

    leftover_workbook.write(tmp_path / "2" / LEFT_OUT, target, left_out_words(Language.EN))

    first = rows_of(target)[1]
    assert first[:4] == [None, *cases(24)[1], 2]
    assert first[4] == sentence(ProblemCode.ROW_DROPPED, Language.EN)


@EACH_LANGUAGE
def test_our_columns_are_known_when_they_come_back(language: Language):
    """In every language, and only these."""
    words = left_out_words(language)

    assert {names.fold(words.row), names.fold(words.reason)} <= names.OURS
    assert not names.is_known(words.row)
    assert not names.is_known(words.reason)


@EACH_LANGUAGE
def test_the_words_cross_processes(language: Language):
    """For the workbook is written in another one."""
    words = pickle.loads(pickle.dumps(left_out_words(language)))

    assert words.sentence(ProblemCode.TEXT_EMPTY, params={}) == sentence(
        ProblemCode.TEXT_EMPTY, language
    )
