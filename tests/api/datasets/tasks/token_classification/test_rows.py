import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.arrow import compute as pc
from api.datasets.limits import Limits
from api.datasets.tasks.token_classification.rows import SCHEMA
from schemas.checks import CheckCode, Severity
from schemas.quality import Evidence
from schemas.tasks import Task
from tests.api.datasets.sheets import examples_of, prepared
from tests.api.datasets.tasks.tables import real_file
from tests.api.datasets.tasks.token_classification.readings import sentences, sorted_out

HEADER = ["tokens", "tags"]


def test_the_examples_have_the_columns_that_workers_read():
    """Types and nulls as agreed; groups and sides where the sheet has them."""
    header = ["documento", "split", *HEADER]

    examples = sorted_out(
        header,
        ["d", "dev", "a b", "B-X O"],
        ["e", "train", "c d", "B-X O"],
        ["", "", "e f", "O O"],
        ["d", "dev", "g h", "O O"],
    ).examples

    assert examples.schema.equals(SCHEMA)
    assert examples["group"].to_pylist() == ["d", "e", None, "d"]
    assert examples["split"].to_pylist() == ["validation", "train", "train", "validation"]
    assert SCHEMA.field("tags").type == pa.list_(pa.string())


def test_mended_tags_are_told():
    """How many, in how many sentences, and what became of the first in each."""
    whole = ["Ana Rosa foi", "B-P I-P O"]

    [finding] = sorted_out(
        HEADER, whole, whole, ["Ana Rosa foi", "O I-P I-L"], ["x y", "? I-P"]
    ).findings

    assert (finding.code, finding.severity) == (CheckCode.TAGS_REPAIRED, Severity.NOTE)
    assert finding.params == {"rows": 1, "tags": 2}
    assert finding.examples == [Evidence(row=4, text="Ana Rosa foi", answer="Rosa: I-P → B-P")]


def test_tags_in_another_form_need_no_word():
    """They were not broken."""
    for tags in ("I-P I-P O", "B-P E-P O", "B-P L-P O", "P P O"):
        rows = sorted_out(HEADER, ["Ana Rosa foi", tags])

        assert rows.findings == ()
        assert sentences(rows) == [("Ana Rosa foi", "B-P I-P O")]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "a b", "a b c", "[", "x" * 9]),
            st.sampled_from(["", "B-X O", "O I-X", "O ?"]),
        )
    )
)
def test_every_row_is_used_or_told(rows: list[tuple[str, str]]):
    """Whatever it says; the sums are checked for each of these tests."""
    whole = [["a b", "B-X O"]] * (2 + len(rows))

    outcome = sorted_out(HEADER, *whole, *rows, limits=Limits(text_characters=8))

    good = [pair for pair in rows if pair[0] == "a b" and pair[1] in {"B-X O", "O I-X"}]
    assert outcome.rows_used == len(whole) + len(good)


@pytest.mark.parametrize("name", ["lener_dev.csv", "lener_dev.xlsx"])
def test_court_decisions_are_read_whole(name: str, tmp_path: Path):
    """LeNER-Br with lists, and with spaces: every row, six types, none mended."""
    path = tmp_path / name
    shutil.copy(real_file(name), path)

    outcome = prepared(path)

    assert outcome.reading.task is Task.TOKEN_CLASSIFICATION
    assert (outcome.rows_total, outcome.rows_used, outcome.examples) == (1176, 1176, 1176)
    assert {each.label: each.examples for each in outcome.labels} == {
        "JURISPRUDENCIA": 207,
        "LEGISLACAO": 397,
        "LOCAL": 109,
        "ORGANIZACAO": 561,
        "PESSOA": 310,
        "TEMPO": 234,
    }
    assert max(pc.list_value_length(pq.read_table(examples_of(path))["tags"]).to_pylist()) == 241
    assert CheckCode.TAGS_REPAIRED not in {each.code for each in outcome.quality.findings}
