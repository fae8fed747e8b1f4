from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets.formats import delimited
from api.datasets.preparation import Prepared
from schemas.problems import ProblemCode
from schemas.reading import Role
from tests.api.datasets.sheets import (
    as_text,
    cases,
    codes,
    examples_in,
    prepared,
    read,
    refused,
    write_csv,
)

FIELDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t"))
HEADER = ["texto", "ramo", "vara", "processo"]


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, len(HEADER)))
    rows = draw(st.lists(st.lists(FIELDS, min_size=width, max_size=width), max_size=8))
    return [HEADER[:width], *rows]


@settings(deadline=None, max_examples=300)
@given(table=tables(), separator=st.sampled_from([";", ",", "\t", "|"]))
def test_what_a_csv_writer_wrote_is_read(table: list[list[str]], separator: str):
    """Quoted separators, quotation marks and line ends come back as they were."""
    with TemporaryDirectory() as folder:
        path = write_csv(Path(folder) / "t.csv", table, separator)

        assert list(next(delimited.grids(path)).rows) == table


@settings(deadline=None, max_examples=200)
@given(content=st.binary(max_size=400))
def test_no_bytes_break_the_reader(content: bytes):
    """Whatever a text file holds, it is read or refused."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(content or b"x")

        outcome = read(path)

    assert isinstance(outcome, Prepared) or outcome.problems


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_the_separator_is_found(tmp_path: Path, separator: str, newline: str):
    """By the header first, so that commas inside legal text do not mislead."""
    rows = [[str(cell).replace(separator, " ") for cell in row] for row in cases()]
    path = tmp_path / "cases.csv"
    path.write_bytes(as_text(rows, separator, newline).encode())

    outcome = prepared(path)

    assert (outcome.rows_total, outcome.rows_used) == (24, 24)
    assert examples_in(path)[1] == {
        "text": rows[2][0],
        "label": "Penal",
        "group": None,
        "row": 3,
    }


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-32"]
)
def test_the_encoding_is_found(tmp_path: Path, encoding: str):
    """Brazilian programs write all of these."""
    path = tmp_path / "CASES.CSV"
    path.write_bytes(as_text(cases()).encode(encoding))

    outcome = prepared(path)

    assert (
        outcome.sample[0].cells[Role.TEXT] == "O autor da ação nº 0 alega, em síntese, dano moral"
    )
    assert [label.label for label in outcome.labels] == ["Cível", "Penal"]


def test_signs_of_windows_are_read(tmp_path: Path):
    """Curly quotes and dashes lie where Latin-1 has controls."""
    rows = [["texto", "ramo"], *([f"“caso” {n} – fim…", "ab"[n % 2]] for n in range(20))]
    path = tmp_path / "cases.csv"
    path.write_bytes(as_text(rows).encode("cp1252"))

    assert prepared(path).sample[0].cells[Role.TEXT] == "“caso” 0 – fim…"


def test_one_broken_byte_does_not_garble_a_file(tmp_path: Path):
    """A file that is nearly all UTF-8 is read as such; only the broken place shows."""
    content = as_text(cases(100)).encode()
    path = tmp_path / "cases.csv"
    path.write_bytes(content.replace("nº 7 ".encode(), b"n\xba 7 ", 1))

    prepared(path)
    texts = [str(row["text"]) for row in examples_in(path)]

    assert texts[7] == "O autor da ação n\ufffd 7 alega, em síntese, dano moral"
    assert texts[8] == "O autor da ação nº 8 alega, em síntese, dano moral"


def test_rows_are_numbered_as_spreadsheet_programs_do(tmp_path: Path):
    """A cell of several lines is one row, a blank line is a row too."""
    path = tmp_path / "cases.csv"
    rows = 'texto;ramo\r\n"duas\r\nlinhas";a\r\n\r\noutro caso;b\r\nmais um;a\r\no último;b\r\n'
    path.write_bytes(rows.encode())

    outcome = prepared(path)

    assert [problem.row for problem in outcome.left_out] == [3]
    assert [row["row"] for row in examples_in(path)] == [2, 4, 5, 6]
    assert examples_in(path)[0]["text"] == "duas\nlinhas"


def test_the_line_that_tells_the_separator_is_no_row(tmp_path: Path):
    """Spreadsheet programs obey ``sep=;`` and do not show it."""
    path = tmp_path / "cases.csv"
    path.write_bytes(b"sep=;\r\n" + as_text(cases()).encode())

    assert prepared(path).sample[0].row == 2


def test_that_line_may_tell_a_tab(tmp_path: Path):
    """Which is easily lost from the end of a line."""
    path = tmp_path / "cases.csv"
    path.write_bytes(b"sep=\t\r\n" + as_text(cases(), "\t").encode())

    assert prepared(path).sample[0].row == 2


def test_a_title_above_the_header_is_passed_over(tmp_path: Path):
    """A lone cell above a row of names is a title; the rows keep their numbers."""
    path = tmp_path / "cases.csv"
    path.write_bytes(b"Relatorio de processos, janeiro\r\n\r\n" + as_text(cases()).encode())

    outcome = prepared(path)

    assert outcome.reading.name(Role.TEXT) == "texto"
    assert outcome.sample[0].row == 4


def test_blank_rows_at_the_end_are_no_rows(tmp_path: Path):
    """Programs export thousands of empty lines below a table that was once longer."""
    path = tmp_path / "cases.csv"
    path.write_bytes((as_text(cases()) + ";\r\n" * 5000).encode())

    outcome = prepared(path)

    assert (outcome.rows_total, outcome.rows_left_out) == (24, 0)


def test_quotation_marks_that_open_a_text_are_kept(tmp_path: Path):
    """A phrase in quotation marks at the start of an unquoted text is part of it."""
    rows = cases()
    rows[3][0] = '"Dano moral" configurado'
    path = tmp_path / "cases.csv"
    path.write_bytes(as_text(rows).encode())

    prepared(path)

    assert examples_in(path)[2]["text"] == '"Dano moral" configurado'


def test_a_mark_that_is_never_closed_swallows_no_rows(tmp_path: Path):
    """The rows below stay rows."""
    rows = cases()
    rows[3][0] = '"O autor esqueceu de fechar'
    rows[5][0] = '"ele disse ""sim"" e saiu"'
    path = tmp_path / "cases.csv"
    path.write_bytes(as_text(rows).encode())

    outcome = prepared(path)

    assert outcome.rows_used == 24
    assert examples_in(path)[2]["text"] == '"O autor esqueceu de fechar'
    assert examples_in(path)[4]["text"] == 'ele disse "sim" e saiu'


def test_escaped_quotation_marks_are_read(tmp_path: Path):
    r"""Some databases export ``\"`` where others double the mark."""
    lines = [f'"ele disse \\"oi\\", caso {n}",{"ab"[n % 2]}' for n in range(20)]
    path = tmp_path / "cases.csv"
    path.write_text("\n".join(["texto,ramo", *lines]), encoding="utf-8")

    assert prepared(path).sample[0].cells[Role.TEXT] == 'ele disse "oi", caso 0'


def test_rows_that_do_not_fit_the_header_are_refused(tmp_path: Path):
    """A text with unquoted separators would shift the label: nothing is guessed."""
    path = tmp_path / "cases.csv"
    path.write_text("texto,ramo\num caso,a\noutro caso, com vírgula,b\n", encoding="utf-8")

    outcome = refused(path)

    assert codes(outcome) == [ProblemCode.FILE_UNREADABLE]
    assert outcome.problems[0].row == 3
    assert outcome.problems[0].params == {"cells": 3, "columns": 2}


def test_a_text_without_a_table_has_no_labels(tmp_path: Path):
    """Lines of prose are one column, commas and all."""
    path = tmp_path / "prose.txt"
    path.write_text("texto\nolá, mundo\nadeus, mundo\n", encoding="utf-8")

    outcome = refused(path)

    assert codes(outcome) == [ProblemCode.LABEL_COLUMN_NOT_FOUND]
    assert outcome.problems[0].params["available"] == ["texto"]


def test_nothing_is_evaluated(tmp_path: Path):
    """A formula in a text file is a text."""
    rows = [["texto", "ramo"], *([f"=1+{n} soma", "ab"[n % 2]] for n in range(20))]
    path = tmp_path / "cases.csv"
    path.write_bytes(as_text(rows).encode())

    assert prepared(path).sample[0].cells[Role.TEXT] == "=1+0 soma"


def test_the_separator_may_end_every_row(tmp_path: Path):
    """The column behind it has neither a name nor a value: it is none."""
    path = tmp_path / "cases.csv"
    path.write_bytes(as_text(cases(), newline=";\r\n").encode())

    outcome = prepared(path)

    assert [column.name for column in outcome.columns] == ["texto", "ramo"]


def test_a_row_narrower_than_the_header_is_told_by_what_it_lacks(tmp_path: Path):
    """Programs leave out empty cells at the end: the row stays, and is left out with its reason."""
    path = write_csv(tmp_path / "cases.csv", [*cases(), ["só o texto"]])

    [problem] = prepared(path).left_out

    assert (problem.code, problem.row, problem.column) == (ProblemCode.LABEL_EMPTY, 26, "ramo")


@pytest.mark.parametrize("filename", ["cases.dat", "cases.xlsx", "cases.CSV.bak"])
def test_an_even_table_is_read_whatever_its_name(tmp_path: Path, filename: str):
    """Every row has as many cells as the header, which no prose does."""
    path = tmp_path / filename
    path.write_bytes(as_text(cases()).encode())

    assert prepared(path).rows_used == 24


def test_a_gigantic_line_of_separators_is_refused_before_it_is_cut(tmp_path: Path):
    """Its cells would not fit the memory."""
    path = tmp_path / "cases.csv"
    path.write_bytes(b"texto;" * 400_000)

    [problem] = refused(path).problems

    assert problem.code is ProblemCode.TOO_MANY_COLUMNS
    assert problem.params["columns"] == 400_001


def test_a_gigantic_cell_is_a_text_too_long(tmp_path: Path):
    """It is left out like any other, with its length."""
    rows = cases()
    rows[3][0] = "x" * 3_000_000
    path = write_csv(tmp_path / "cases.csv", rows)

    [problem] = prepared(path).left_out

    assert (problem.code, problem.row) == (ProblemCode.TEXT_TOO_LONG, 4)
    assert problem.params["characters"] == 3_000_000


def test_progress_is_told_by_the_bytes_consumed(tmp_path: Path):
    """From the first block of the file to all of it."""
    path = write_csv(tmp_path / "cases.csv", cases(20_000))
    grid = next(delimited.grids(path))

    shares = [grid.share_read() for _ in grid.rows]

    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.1
    assert grid.share_read() == 1.0
