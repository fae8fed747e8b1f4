import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets.leftovers import MOST_TOLD
from api.datasets.limits import Limits
from api.datasets.preparation import Prepared, Refused, Wish, prepare
from api.datasets.reading import Reading
from api.datasets.tasks.text_classification.rows import SCHEMA
from schemas.checks import CheckCode
from schemas.events.dataset import LabelCount
from schemas.problems import DataProblem, ProblemCode
from schemas.reading import Role
from schemas.recipe import LeaveOutLabels
from tests.api.datasets.sheets import (
    asking,
    cases,
    codes,
    examples_in,
    examples_of,
    made_of,
    prepared,
    read,
    refused,
    write_csv,
)

LONGEST = 30
TEXTS = st.sampled_from(["", "  ", "um caso", " outro caso ", "x" * LONGEST, "x" * (LONGEST + 1)])
LABELS = st.sampled_from(["", " ", "a", " b ", "c"])
REASONS = {ProblemCode.TEXT_EMPTY, ProblemCode.TEXT_TOO_LONG, ProblemCode.LABEL_EMPTY}


def why(text: str, label: str) -> ProblemCode | None:
    """The rule in its plainest form."""
    if not text.strip():
        return ProblemCode.TEXT_EMPTY
    if len(text.strip()) > LONGEST:
        return ProblemCode.TEXT_TOO_LONG
    return None if label.strip() else ProblemCode.LABEL_EMPTY


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(TEXTS, LABELS), max_size=30))
def test_every_row_is_used_or_told(pairs: list[tuple[str, str]]):
    """Rows are numbered as in the sheet, and all are accounted for."""
    rows = [*pairs, ("a", "a"), ("b", "a"), ("c", "b"), ("d", "b"), ("e", "c"), ("f", "c")]
    expected = {number: why(*pair) for number, pair in enumerate(rows, start=2)}
    with TemporaryDirectory() as folder:
        path = write_csv(Path(folder) / "t.csv", [["texto", "ramo"], *rows])
        outcome = prepared(path, limits=Limits(text_characters=LONGEST))
        used = examples_in(path)

    assert {problem.row: problem.code for problem in outcome.left_out} == {
        number: reason for number, reason in expected.items() if reason
    }
    assert [row["row"] for row in used] == [n for n, reason in expected.items() if not reason]
    assert outcome.rows_total == outcome.rows_used + outcome.rows_left_out == len(rows)
    assert sum(outcome.left_out_counts.values()) == outcome.rows_left_out
    assert sum(label.examples for label in outcome.labels) == outcome.rows_used == len(used)
    assert set(outcome.left_out_counts) <= REASONS


def test_a_left_out_row_says_where_and_why(tmp_path: Path):
    """With the column as the sheet calls it, and the figures of its sentence."""
    rows = cases(6)
    rows[1][0], rows[2][1], rows[3][0] = "", None, "x" * 50_001
    rows += cases(6)[1:]

    outcome = prepared(write_csv(tmp_path / "cases.csv", rows))

    assert outcome.left_out == (
        DataProblem(code=ProblemCode.TEXT_EMPTY, row=2, column="texto"),
        DataProblem(code=ProblemCode.LABEL_EMPTY, row=3, column="ramo"),
        DataProblem(
            code=ProblemCode.TEXT_TOO_LONG,
            row=4,
            column="texto",
            params={"characters": 50_001, "limit": 50_000},
        ),
    )


def test_many_left_out_rows_are_counted_but_not_all_told(tmp_path: Path):
    """A thousand of them are enough to see what is wrong."""
    rows = cases(24) + [["", "Cível"]] * (MOST_TOLD + 500) + cases(24)[1:]

    outcome = prepared(write_csv(tmp_path / "cases.csv", rows))

    assert len(outcome.left_out) == MOST_TOLD
    assert outcome.left_out_counts == {ProblemCode.TEXT_EMPTY: MOST_TOLD + 500}
    assert outcome.rows_left_out == MOST_TOLD + 500


def test_the_examples_have_the_columns_that_workers_read(tmp_path: Path):
    """Types, order and nulls as agreed."""
    rows = [["texto", "ramo", "documento"]]
    rows += [[f"um caso {n}", "ab"[n % 2], f"d{n // 4}" if n % 5 else ""] for n in range(40)]
    path = write_csv(tmp_path / "cases.csv", rows)

    prepared(path)
    table = pq.read_table(examples_of(path))

    assert table.schema.equals(SCHEMA)
    assert table.schema.field("row").type == pa.int32()
    assert table["group"].null_count == 8
    assert table["group"][1].as_py() == "d0"


def test_the_same_file_gives_the_same_bytes(tmp_path: Path):
    """Anybody can check a dataset by its hash."""
    path = write_csv(tmp_path / "cases.csv", cases(5000))

    first, first_bytes = prepared(path), examples_of(path).read_bytes()
    second, second_bytes = prepared(path), examples_of(path).read_bytes()

    assert first == second
    assert first_bytes == second_bytes
    assert first.examples_file.size_bytes == len(first_bytes)


def test_texts_that_look_like_nothing_are_texts(tmp_path: Path):
    """Only a blank cell is blank."""
    words = ["NA", "null", "None", "nan", "1", "true", "#N/A", "-"]
    rows = [["texto", "ramo"], *([word, label] for word in words for label in ("NA", "null"))]
    path = write_csv(tmp_path / "cases.csv", rows)

    outcome = prepared(path)

    assert [row["text"] for row in examples_in(path)][::2] == words
    assert {label.label for label in outcome.labels} == {"NA", "null"}


def test_labels_are_told_by_count(tmp_path: Path):
    """The largest first, equals by name."""
    rows = cases(0) + [["um caso", label] for label in "ccbbbaa"]

    outcome = prepared(write_csv(tmp_path / "cases.csv", rows))

    assert outcome.labels == (
        LabelCount(label="b", examples=3),
        LabelCount(label="a", examples=2),
        LabelCount(label="c", examples=2),
    )


def test_the_sample_is_spread_over_the_sheet(tmp_path: Path):
    """A sheet sorted by label shows more than its first label."""
    rows = cases(0) + [[f"um caso {n}", "ab"[n // 50]] for n in range(100)]

    outcome = prepared(write_csv(tmp_path / "cases.csv", rows))

    assert [example.row for example in outcome.sample] == [2, 22, 42, 62, 82]
    assert {example.cells[Role.LABEL] for example in outcome.sample} == {"a", "b"}


def test_columns_are_described(tmp_path: Path):
    """So that a person recognises them, also where the file is refused."""
    rows = [["texto", "a", "b"], *([f"um caso {n}", n % 2, n % 2] for n in range(300))]

    outcome = refused(write_csv(tmp_path / "cases.csv", rows))

    assert codes(outcome) == [ProblemCode.COLUMNS_AMBIGUOUS]
    assert [(column.name, column.letter) for column in outcome.columns] == [
        ("texto", "A"),
        ("a", "B"),
        ("b", "C"),
    ]
    assert outcome.columns[0].samples == ("um caso 0", "um caso 1", "um caso 2")
    assert outcome.columns[0].filled == 300


def test_one_label_teaches_nothing(tmp_path: Path):
    """There is no difference to learn."""
    outcome = refused(write_csv(tmp_path / "cases.csv", cases(labels=["Cível"])))

    assert outcome.problems == (
        DataProblem(
            code=ProblemCode.ONE_CLASS_ONLY,
            column="ramo",
            params={"label": "Cível", "examples": 24},
        ),
    )


def test_two_labels_of_which_one_has_an_example_are_refused(tmp_path: Path):
    """It can't be both learned and examined, and without it nothing is left to tell apart."""
    rows = [*cases(labels=["Cível"]), ["um caso", "Eleitoral"]]

    [problem] = refused(write_csv(tmp_path / "cases.csv", rows)).problems

    assert problem.code is ProblemCode.CLASS_TOO_SMALL
    assert (problem.row, problem.column) == (26, "ramo")
    assert problem.params == {"labels": ["Eleitoral"], "classes": 1, "minimum": 2}


def test_a_label_of_one_example_can_be_mended_here(tmp_path: Path):
    """The file is taken: the label is told, with how to leave it out."""
    rows = [*cases(), ["um caso", "Eleitoral"], ["outro caso", "Militar"]]

    outcome = prepared(write_csv(tmp_path / "cases.csv", rows))

    found = next(f for f in outcome.quality.findings if f.code is CheckCode.FEW_EXAMPLES)
    assert found.params["examples"] == 1
    assert found.actions[0].step == LeaveOutLabels(labels=["Militar", "Eleitoral"])


def test_too_many_labels_are_refused(tmp_path: Path):
    """Most likely the column is not one of labels."""
    rows = cases(20, labels=[f"l{n}" for n in range(10)])

    [problem] = refused(write_csv(tmp_path / "cases.csv", rows), limits=Limits(classes=9)).problems

    assert problem.code is ProblemCode.TOO_MANY_CLASSES
    assert problem.params == {"classes": 10, "limit": 9}


@pytest.mark.parametrize(
    ("rows", "reading"),
    [
        (cases(0), Reading()),
        (cases(0), asking(text="texto", label="ramo")),
        ([*cases(0), ["", "a"], ["b", ""]], asking(text="texto", label="ramo")),
    ],
)
def test_no_examples_are_told(tmp_path: Path, rows: list[list[object]], reading: Reading):
    """A header alone, or no row with both cells."""
    outcome = refused(write_csv(tmp_path / "cases.csv", rows), reading)

    assert codes(outcome) == [ProblemCode.NO_EXAMPLES]


def test_a_header_alone_and_a_wrong_name_are_told_together(tmp_path: Path):
    """Both can be mended at once."""
    path = write_csv(tmp_path / "cases.csv", cases(0))

    outcome = refused(path, asking(text="corpo"))

    assert codes(outcome) == [ProblemCode.NO_EXAMPLES, ProblemCode.COLUMN_NOT_FOUND]


def test_a_refusal_counts_what_was_left_out(tmp_path: Path):
    """It explains why so few examples are there."""
    rows = [*cases(4, labels=["Cível"]), ["um caso", ""]]

    outcome = refused(write_csv(tmp_path / "cases.csv", rows))

    assert outcome.left_out_counts == {ProblemCode.LABEL_EMPTY: 1}


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path):
    """Its size is enough."""
    path = write_csv(tmp_path / "cases.csv", cases())
    size = path.stat().st_size

    [problem] = refused(path, limits=Limits(file_bytes=size - 1)).problems

    assert problem.code is ProblemCode.FILE_TOO_LARGE
    assert problem.params == {"size_bytes": size, "limit_bytes": size - 1}
    assert isinstance(read(path, limits=Limits(file_bytes=size)), Prepared)


def test_outcomes_cross_processes(tmp_path: Path):
    """The file is read in another process, and its outcome comes back whole."""
    good = write_csv(tmp_path / "good.csv", cases())
    bad = write_csv(tmp_path / "bad.csv", cases(labels=["Cível"]))
    for path in (good, bad):
        made_of(path).mkdir()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        outcomes = [
            pool.submit(prepare, path, path.name, Wish(), made_of(path)).result()
            for path in (good, bad)
        ]

    assert outcomes == [read(good), read(bad)]
    assert [type(outcome) for outcome in outcomes] == [Prepared, Refused]
    assert pickle.loads(pickle.dumps(outcomes)) == outcomes


def test_reading_is_loaded_without_pandas():
    """It comes with arrays that are made of Python's lists, and takes a while to load."""
    code = "import sys, api.datasets.preparation; sys.exit('pandas' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
