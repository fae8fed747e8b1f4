import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets.formats import jsonl
from api.datasets.formats.records import cell
from api.datasets.limits import Limits
from api.datasets.refusal import UnusableFileError
from schemas.problems import ProblemCode
from tests.api.datasets.sheets import (
    as_json_lines,
    cases,
    codes,
    examples_in,
    prepared,
    refused,
)
from tests.api.datasets.tasks.tables import real_file

VALUES = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(), max_size=3)
KEYS = ["texto", "ramo", "vara", ""]
RECORDS = st.lists(
    st.tuples(*[VALUES for _ in KEYS]).map(lambda values: dict(zip(KEYS, values, strict=True))),
    min_size=1,
    max_size=8,
)


def rows(path: Path) -> list[list[str]]:
    [grid] = jsonl.grids(path, Limits())
    assert grid.named
    return [[*map(str, row)] for row in grid.rows]


def rows_of(written: str | bytes) -> list[list[str]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cases.jsonl"
        path.write_bytes(written if isinstance(written, bytes) else written.encode())
        return rows(path)


@settings(deadline=None, max_examples=200)
@given(records=RECORDS, layout=st.sampled_from(["lines", "array", "wrapped", "pretty"]))
def test_what_a_json_writer_wrote_is_read(records: list[dict[str, object]], layout: str):
    """In lines, in an array, inside an object, on one line or on many."""
    match layout:
        case "lines":
            written = "\n".join(json.dumps(record) for record in records)
        case "array":
            written = json.dumps(records, ensure_ascii=False)
        case "wrapped":
            written = json.dumps({"version": 1, "data": records, "more": [records]})
        case _:
            written = json.dumps(records, indent=2)

    header, *below = rows_of(written)

    assert header == KEYS
    assert below == [[cell(record[key]) for key in KEYS] for record in records]


def test_keys_of_all_records_are_columns():
    """In the order in which they first come."""
    written = '{"texto": "a"}\n{"ramo": "x", "texto": "b"}\n'

    assert rows_of(written) == [["texto", "ramo"], ["a", ""], ["b", "x"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_encoding_and_the_line_ends_are_found(encoding: str, newline: str):
    """Windows programs write JSON too."""
    written = as_json_lines(cases(4)).replace("\n", newline)

    header, *below = rows_of(written.encode(encoding))

    assert header == ["texto", "ramo"]
    assert below == [[*map(str, row)] for row in cases(4)[1:]]


def test_a_row_is_told_by_its_line(tmp_path: Path):
    """An empty line is a row as well; what follows keeps its number."""
    lines = as_json_lines(cases()).splitlines()
    lines[2:2] = ["", '{"texto": null, "ramo": "Penal"}']
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")

    outcome = prepared(path)

    assert [problem.row for problem in outcome.left_out] == [3, 4]
    assert [row["row"] for row in examples_in(path)][:3] == [1, 2, 5]
    assert outcome.rows_total == 26


def test_every_broken_line_is_told_up_to_twenty(tmp_path: Path):
    """Their owner finds them all at once."""
    lines = as_json_lines(cases(60)).splitlines()
    broken = range(9, 60, 2)
    for index in broken:
        lines[index] = lines[index][:-3]
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")

    outcome = refused(path)

    assert set(codes(outcome)) == {ProblemCode.FILE_UNREADABLE}
    assert [problem.row for problem in outcome.problems] == [index + 1 for index in broken][:20]


@pytest.mark.parametrize(
    ("written", "row"),
    [
        ('{"a": 1}\n[1]\n', 2),
        ('{"a": 1}\n{"a": 1} {"a": 1}\n', 2),
        ('{"a": 1\n{"a": 1}\n', 1),
        ('\n\n{"a": 1\n', 3),
        ('[{"a": 1}, {"a": 2}, 3]', 3),
        ('[{"a": 1}, {"a": }]', 2),
        ('[{"a": 1}, {"a": 2}', 3),
        ('[{"a": 1}] []', 2),
        ('{"data": [{"a": 1}, 2]}', 2),
        ('{"data": [{"a": 1}]', 2),
        ("[[1]]", 1),
    ],
)
def test_what_is_no_object_is_told_by_its_place(written: str, row: int):
    """The line, or the place in the array."""
    with pytest.raises(UnusableFileError) as refusal:
        rows_of(written)

    problem = refusal.value.problems[0]
    assert (problem.code, problem.row) == (ProblemCode.FILE_UNREADABLE, row)


@pytest.mark.parametrize("written", ["[]", "{}", "[{}, {}]", '{"data": []}'])
def test_objects_without_keys_make_an_empty_file(tmp_path: Path, written: str):
    """There is nothing to name a column by; a lone object's one key is one."""
    path = tmp_path / "cases.json"
    path.write_text(written, encoding="utf-8")

    expected = ProblemCode.TEXT_COLUMN_NOT_FOUND if "data" in written else ProblemCode.FILE_EMPTY
    assert codes(refused(path))[0] is expected


def test_one_object_is_one_row():
    """Over several lines, too, and whatever nests in it."""
    assert rows_of('{"texto": "a",\n "tags": ["x", {"y": null}]}') == [
        ["texto", "tags"],
        ["a", '["x",{"y":null}]'],
    ]


def test_lines_may_hold_lists_of_objects():
    """Under a key that wraps the rows of other files."""
    written = '{"id": 1, "data": [{"a": 1}]}\n{"id": 2, "data": [{"a": 2}]}\n'

    assert rows_of(written) == [["id", "data"], ["1", '[{"a":1}]'], ["2", '[{"a":2}]']]


def test_names_are_names_whatever_the_values(tmp_path: Path):
    """A value that repeats a key does not make the keys a row."""
    records = [{"a": "a" if number % 2 else "b", "texto": f"caso {number}"} for number in range(40)]
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(records), encoding="utf-8")

    outcome = prepared(path)

    assert outcome.rows_total == 40
    assert {column.name for column in outcome.columns} == {"a", "texto"}


def test_instructions_are_read_as_columns(tmp_path: Path):
    """As datasets for language models are often written."""
    records = [{"instruction": f"Resuma {n}", "input": "", "output": "Pronto."} for n in range(3)]

    assert rows_of(json.dumps(records)) == [
        ["instruction", "input", "output"],
        *([f"Resuma {n}", "", "Pronto."] for n in range(3)),
    ]


def test_progress_is_told_by_the_bytes_consumed(tmp_path: Path):
    """Nothing before the first row, all after the last."""
    path = tmp_path / "cases.jsonl"
    path.write_text(as_json_lines(cases(20_000)), encoding="utf-8")
    [grid] = jsonl.grids(path, Limits())
    iterator = iter(grid.rows)
    next(iterator)

    shares = [grid.share_read() for _ in iterator]

    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.1
    assert grid.share_read() == 1.0


@pytest.mark.parametrize(
    ("name", "count"), [("spider_dev_sft.jsonl", 1034), ("alpaca_en_demo.json", 999)]
)
def test_real_sets_are_read_whole(name: str, count: int):
    """Every object, and nothing of it is lost."""
    header, *below = rows(real_file(name))

    assert header == ["instruction", "input", "output"]
    assert len(below) == count
    assert all(row[0] and row[2] for row in below)
