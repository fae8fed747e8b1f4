import pyarrow as pa

from api.datasets import leftovers
from api.datasets.limits import Limits
from api.datasets.reading import Reading
from api.datasets.table import Table
from api.datasets.tasks.task import Rows
from api.datasets.tasks.text_classification.rows import MULTI_LABEL_SCHEMA, SCHEMA
from api.datasets.tasks.text_classification.task import TextClassification
from schemas.problems import ProblemCode
from schemas.reading import LABEL_LISTS
from tests.api.datasets.tasks.tables import table_of

TASK = TextClassification()
SEVERAL = table_of(
    ["texto", "label"],
    ["primeiro caso", "b; a;b"],
    ["segundo caso", " ; "],
    ["", "a"],
    ["terceiro caso", "c"],
)


def sorted_out(sheet: Table, separator: str | None) -> Rows:
    resolved = TASK.resolve(sheet, Reading(label_separator=separator))
    return TASK.sort_out(sheet, resolved, Limits())


def test_a_text_has_its_labels_sorted_and_once():
    """In the column that is named for several."""
    rows = sorted_out(SEVERAL, ";")

    assert rows.examples.schema.equals(MULTI_LABEL_SCHEMA)
    assert rows.examples["labels"].to_pylist() == [["a", "b"], ["c"]]
    assert rows.examples["row"].to_pylist() == [2, 5]


def test_a_cell_of_separators_alone_has_no_label():
    """Its row is left out like one with a blank cell."""
    rows = sorted_out(SEVERAL, ";")

    assert rows.left_out["row"].to_pylist() == [3, 4]
    assert leftovers.counts(rows.left_out) == {
        ProblemCode.LABEL_EMPTY: 1,
        ProblemCode.TEXT_EMPTY: 1,
    }


def test_one_label_a_cell_keeps_its_signs():
    """Where the user says so."""
    rows = sorted_out(SEVERAL, "")

    assert rows.examples.schema.equals(SCHEMA)
    assert rows.examples["label"].to_pylist() == ["b; a;b", ";", "c"]


def test_lists_are_several_labels():
    """As they come from JSON and Parquet."""
    sheet = table_of(["text", "labels"], ["um caso", '["b","a"]'], ["outro caso", "[]"])

    resolved = TASK.resolve(sheet, Reading())
    rows = TASK.sort_out(sheet, resolved, Limits())

    assert resolved.label_separator == LABEL_LISTS
    assert rows.examples["labels"].to_pylist() == [["a", "b"]]
    assert rows.left_out["code"].to_pylist() == [ProblemCode.LABEL_EMPTY]
    assert rows.examples.schema.field("labels").type == pa.list_(pa.string())
