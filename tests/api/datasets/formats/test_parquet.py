import datetime as dt
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow.parquet import encryption

from api.datasets import table
from api.datasets.formats import parquet
from api.datasets.limits import Limits
from api.datasets.preparation import Prepared
from api.datasets.refusal import UnusableFileError
from api.datasets.table import Table
from schemas.problems import DataProblem, ProblemCode
from tests.api.datasets.sheets import as_parquet, cases, codes, examples_in, prepared, read, refused

CELLS = st.none() | st.text(st.characters(exclude_categories=["Cs"]))
COLUMNS = st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8)


def built(path: Path, limits: Limits | None = None) -> Table:
    [grid] = parquet.grids(path, limits or Limits())
    return table.build(grid, limits or Limits())


def values(found: Table) -> dict[str, list[str]]:
    return {column.name: column.values.to_pylist() for column in found.columns}


def written(path: Path, columns: dict[str, Any], **options: Any) -> Path:
    pq.write_table(pa.table(columns), path, **options)
    return path


def problem_of(path: Path, limits: Limits | None = None) -> DataProblem:
    with pytest.raises(UnusableFileError) as refusal:
        built(path, limits)
    [problem] = refusal.value.problems
    return problem


@settings(deadline=None, max_examples=150)
@given(rows=COLUMNS, group=st.integers(1, 4), kind=st.sampled_from(["plain", "large", "few"]))
def test_what_arrow_wrote_is_read(rows: list[tuple[str | None, str | None]], group: int, kind: str):
    """In row groups of any size, and however the texts are kept."""
    kinds = {"plain": pa.string(), "large": pa.large_string()}
    few = pa.dictionary(pa.int32(), pa.string())
    columns = {
        name: pa.array(column, pa.string()).cast(kinds.get(kind, few))
        for name, column in zip(["texto", "ramo"], zip(*rows, strict=True), strict=True)
    }
    with TemporaryDirectory() as folder:
        path = written(Path(folder) / "a.parquet", columns, row_group_size=group)
        found = built(path)

    filled = [index for index, row in enumerate(rows) if any(cell and cell.strip() for cell in row)]
    assert found.first_row == 1
    for name, column in zip(["texto", "ramo"], zip(*rows, strict=True), strict=True):
        read = values(found)[name]
        assert len(read) >= (filled[-1] + 1 if filled else 0)
        assert read == [cell or "" for cell in column][: len(read)]


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        (pa.array([1, None, -(2**60)]), ["1", "", str(-(2**60))]),
        (pa.array([2**64 - 1], pa.uint64()), [str(2**64 - 1)]),
        (pa.array([True, False, None]), ["TRUE", "FALSE", ""]),
        (pa.array([1.0, 0.1, float("nan"), None]), ["1", "0.1", "", ""]),
        (pa.array([1.0, 0.1, None], pa.float32()), ["1", "0.1", ""]),
        (pa.array([1.0, 0.5, None]).cast(pa.float16()), ["1", "0.5", ""]),
        (pa.array([Decimal("1.50"), None]), ["1.50", ""]),
        (pa.array([dt.date(2024, 1, 31), None]), ["2024-01-31", ""]),
        (
            pa.array([0, 1_500_000_000], pa.timestamp("ns")),
            ["1970-01-01", "1970-01-01 00:00:01.500000"],
        ),
        (pa.array([1], pa.timestamp("ns")), ["1970-01-01"]),
        (pa.array([1], pa.timestamp("s", "UTC")), ["1970-01-01 00:00:01+00:00"]),
        (pa.array([3_600_000_000_001], pa.time64("ns")), ["01:00:00"]),
        (pa.array([1_000_000_001], pa.duration("ns")), ["0:00:01"]),
        (pa.array(["ação".encode(), b"\xff", None]), ["ação", "ff", ""]),
        (pa.array([["a", None], None, []]), ['["a",null]', "", "[]"]),
        (pa.array([["a"]], pa.large_list(pa.string())), ['["a"]']),
        (pa.array([[1, 2]], pa.list_(pa.int64(), 2)), ["[1,2]"]),
        (pa.array([{"role": "user", "content": "ação"}]), ['{"role":"user","content":"ação"}']),
        (
            pa.array([[{"at": 1}]], pa.list_(pa.struct({"at": pa.timestamp("ns")}))),
            ['[{"at":"1970-01-01"}]'],
        ),
        (pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())), ['[["a",1]]']),
        (pa.nulls(1), [""]),
    ],
)
def test_every_type_is_shown_as_cells_show_it(tmp_path: Path, column: Any, shown: list[str]):
    """Nested ones as JSON; what has no value is blank."""
    path = written(tmp_path / "a.parquet", {"a": column, "last": ["x"] * len(column)})

    assert values(built(path))["a"] == shown


def test_the_rows_are_numbered_from_1(tmp_path: Path):
    """There is no line for the names."""
    rows = cases()
    rows[2][1] = ""
    path = tmp_path / "cases.parquet"
    path.write_bytes(as_parquet(rows))

    outcome = prepared(path)

    assert [problem.row for problem in outcome.left_out] == [2]
    assert [row["row"] for row in examples_in(path)][:3] == [1, 3, 4]


def test_doubled_names_are_told_with_letters_where_they_matter(tmp_path: Path):
    """As in a sheet."""
    path = tmp_path / "cases.parquet"
    columns = zip(*cases()[1:], strict=True)
    text, label = (pa.array([str(cell) for cell in column]) for column in columns)
    pq.write_table(pa.table([text, label, label], names=["texto", "ramo", "ramo"]), path)

    [problem] = refused(path).problems

    assert problem.code is ProblemCode.COLUMN_DUPLICATED
    assert problem.params["letters"] == ["B", "C"]


def test_limits_hold_before_anything_is_unpacked(tmp_path: Path):
    """The file's own account is enough."""
    path = written(tmp_path / "a.parquet", {"a": range(11), "b": range(11), "c": ["x" * 99] * 11})

    assert problem_of(path, Limits(rows=10)).params == {"rows": 11, "limit": 10}
    assert problem_of(path, Limits(columns=2)).params == {"columns": 3, "limit": 2}
    assert problem_of(path, Limits(unpacked_bytes=200)).code is ProblemCode.FILE_TOO_LARGE


def test_few_bytes_that_stand_for_many_values_are_refused(tmp_path: Path):
    """Half a kilobyte of millions of nulls in one list."""
    nothing = pa.array([[None] * 3_000_000], pa.list_(pa.int8()))
    path = written(tmp_path / "a.parquet", {"a": nothing}, compression="zstd")
    limits = Limits(unpacked_bytes=16 * 1024 * 1024)

    assert path.stat().st_size < 2_000
    assert problem_of(path, limits).code is ProblemCode.FILE_TOO_LARGE


def test_a_text_stored_once_counts_in_every_row(tmp_path: Path):
    """A dictionary makes a megabyte stand in a thousand rows."""
    large = pa.array(["x" * 1_000_000]).dictionary_encode().take(pa.array([0] * 1_000))
    path = written(tmp_path / "a.parquet", {"a": large}, compression="zstd")
    limits = Limits(unpacked_bytes=32 * 1024 * 1024)

    assert path.stat().st_size < 20_000
    assert problem_of(path, limits).code is ProblemCode.FILE_TOO_LARGE


@pytest.mark.parametrize("cut", [4, 100, -1, -8])
def test_a_cut_file_is_refused(tmp_path: Path, cut: int):
    """Its end holds the account of everything."""
    path = tmp_path / "cases.parquet"
    path.write_bytes(as_parquet(cases())[:cut])

    assert codes(refused(path)) == [ProblemCode.FILE_UNREADABLE]


def test_text_that_is_no_utf8_is_refused(tmp_path: Path):
    """A writer that puts other bytes there has broken the file."""
    broken = pa.array([b"a\xff", b"b"], pa.binary())
    as_string = pa.Array.from_buffers(pa.string(), 2, broken.buffers())
    path = written(tmp_path / "a.parquet", {"texto": as_string})

    assert problem_of(path).code is ProblemCode.FILE_UNREADABLE


class Keys(encryption.KmsClient):
    """Hands out keys as they are: a test has no secrets."""

    def wrap_key(self, key_bytes: bytes, _master_key_identifier: str) -> str:
        return key_bytes.hex()

    def unwrap_key(self, wrapped_key: str, _master_key_identifier: str) -> bytes:
        return bytes.fromhex(wrapped_key)


@pytest.mark.parametrize("plaintext_footer", [True, False])
def test_an_encrypted_file_is_protected(tmp_path: Path, plaintext_footer: bool):
    """Whether all of it is, or only its columns."""
    settings = encryption.EncryptionConfiguration(
        footer_key="footer", column_keys={"columns": ["texto"]}, plaintext_footer=plaintext_footer
    )
    factory = encryption.CryptoFactory(lambda _: Keys())
    properties = factory.file_encryption_properties(encryption.KmsConnectionConfig(), settings)
    path = written(
        tmp_path / "a.parquet", {"texto": ["a"], "ramo": ["b"]}, encryption_properties=properties
    )

    assert codes(refused(path)) == [ProblemCode.FILE_PROTECTED]


def test_progress_is_told_by_the_rows_consumed(tmp_path: Path):
    """From nothing to all."""
    path = tmp_path / "cases.parquet"
    path.write_bytes(as_parquet(cases(3 * parquet.BATCH_ROWS)))
    [grid] = parquet.grids(path, Limits())
    assert grid.blocks is not None

    shares = [round(grid.share_read(), 2) for _ in grid.blocks]

    assert shares == [0, 0.33, 0.67, 1]


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_no_bytes_break_the_reader(data: st.DataObject):
    """A damaged file is read or refused."""
    content = bytearray(as_parquet(cases(8)))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.parquet"
        path.write_bytes(content)

        outcome = read(path)

    assert isinstance(outcome, Prepared) or outcome.problems
