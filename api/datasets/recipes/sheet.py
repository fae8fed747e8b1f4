"""Examples as a sheet again: columns as their owner named them, one row an example."""

import json
from functools import partial
from typing import Any

import pyarrow as pa

from api.datasets.arrow import Batch, Strings
from api.datasets.arrow import compute as pc
from api.datasets.nesting import flatten
from schemas.examples import (
    ANSWERS,
    COMPLETION,
    CONTEXT,
    GROUP,
    ID,
    LABEL,
    LABELS,
    MESSAGES,
    PROMPT,
    QUESTION,
    SPLIT,
    TAGS,
    TEXT,
    TOKENS,
    TYPE,
)
from schemas.reading import LABEL_LISTS, FileReading, Role
from schemas.tasks import TextForm

ROLES = {
    TEXT: Role.TEXT,
    LABEL: Role.LABEL,
    LABELS: Role.LABEL,
    TOKENS: Role.TOKENS,
    TAGS: Role.TAGS,
    ID: Role.ID,
    CONTEXT: Role.CONTEXT,
    QUESTION: Role.QUESTION,
    ANSWERS: Role.ANSWER,
    TYPE: Role.QUESTION_TYPE,
    PROMPT: Role.PROMPT,
    COMPLETION: Role.COMPLETION,
    MESSAGES: Role.MESSAGES,
    GROUP: Role.GROUP,
    SPLIT: Role.SPLIT,
}
"""Which column of a sheet each column of examples comes from, in the order of the sheet."""
_ASKED = ROLES | {PROMPT: Role.QUESTION, COMPLETION: Role.ANSWER}
"""The same where a text generation answers questions."""

Columns = dict[str, Any]
"""Values by the name of their column, in its own type: lists stay lists."""


def columns(examples: Batch, reading: FileReading) -> Columns:
    """What the examples say, under the names of the sheet's columns.

    A split that the sheet did not have is there where a recipe made one.
    """
    roles = _ASKED if reading.form is TextForm.QA else ROLES
    told: Columns = {
        reading.columns.get(role, role.value): _values(examples, name)
        for name, role in roles.items()
        if name in examples.column_names and _is_told(examples, name, role, reading)
    }
    if (said := reading.columns.get(Role.UNANSWERABLE)) and ANSWERS in examples.column_names:
        lengths = pc.list_value_length(examples[ANSWERS])
        told[said] = pc.if_else(pc.equal(lengths, 0), "TRUE", "FALSE")
    return told


def texts(values: Any, separator: str | None = None) -> Strings:
    """A column as cells: a null is blank, labels stand between separators, other lists as JSON."""
    if not pa.types.is_nested(values.type):
        return pc.fill_null(values, "")
    if separator in {None, LABEL_LISTS} or not pa.types.is_string(values.type.value_type):
        return pa.chunked_array([_as_json(values)], pa.string())
    if pc.any(pc.match_substring(pc.list_flatten(values), separator)).as_py():
        return pa.chunked_array([_as_json(values)], pa.string())
    return pc.binary_join(values, separator)


def _values(examples: Batch, name: str) -> Any:
    return _as_squad(examples[name]) if name == ANSWERS else examples[name]


def _is_told(examples: Batch, name: str, role: Role, reading: FileReading) -> bool:
    made = name == SPLIT and examples[SPLIT].null_count < examples.num_rows
    return made or role in reading.columns or name not in {GROUP, SPLIT, TYPE, ID}


def _as_squad(answers: Any) -> Any:
    """Answers as question answering sets are exchanged: each a text and an answer_start."""
    told = pa.struct([("text", pa.string()), ("answer_start", pa.int32())])
    chunks = [_renamed(chunk, told) for chunk in answers.chunks]
    return pa.chunked_array(chunks, pa.list_(told))


def _renamed(chunk: Any, told: Any) -> Any:
    values = pc.list_flatten(chunk)
    fields = [pc.struct_field(values, index) for index in range(2)]
    structs = pa.StructArray.from_arrays(fields, fields=list(told))
    return flatten(chunk).replace(structs).nest()


def _as_json(values: Any) -> Strings:
    """Each value as compact JSON."""
    write = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
    return pa.array(map(write, values.to_pylist()), pa.string())
