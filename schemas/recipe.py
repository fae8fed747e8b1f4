"""What a person wants changed about the examples, step by step.

A recipe is applied to the examples as they were first read, in order, and always gives the same
bytes. It is recorded whole with each version, so that taking a step back is another recipe.
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from schemas.base import Message, NonBlank
from schemas.checks import CheckCode

RowNumber = Annotated[int, Field(ge=1, le=2**31 - 1)]
MOST_ROWS = 20_000
"""That one step names."""
RowNumbers = Annotated[list[RowNumber], Field(min_length=1, max_length=MOST_ROWS)]
"""As a spreadsheet program numbers them."""
Labels = Annotated[list[NonBlank], Field(min_length=1, max_length=600)]
Characters = Annotated[int, Field(ge=1, le=50_000)]


class MergeLabels(Message):
    """Write several labels as one."""

    op: Literal["merge_labels"] = "merge_labels"
    labels: Labels
    into: NonBlank


class LeaveOutLabels(Message):
    """Drop the rows of these labels; of entities, read them as ordinary words."""

    op: Literal["leave_out_labels"] = "leave_out_labels"
    labels: Labels


class RelabelRows(Message):
    """Give some rows another label."""

    op: Literal["relabel_rows"] = "relabel_rows"
    rows: RowNumbers
    label: NonBlank


class DropRows(Message):
    """Drop some rows."""

    op: Literal["drop_rows"] = "drop_rows"
    rows: RowNumbers


class DropDuplicates(Message):
    """Keep the first of the rows that are alike in text and answer."""

    op: Literal["drop_duplicates"] = "drop_duplicates"


class DropNearDuplicates(Message):
    """Keep the first of the rows whose texts hardly differ and whose answers are the same."""

    op: Literal["drop_near_duplicates"] = "drop_near_duplicates"


class SettleConflicts(Message):
    """Decide between rows with the same text and different answers."""

    op: Literal["settle_conflicts"] = "settle_conflicts"
    keep: Literal["commonest", "none"]
    """The commonest answer's rows, where there is one; else none of them."""


class DropShortTexts(Message):
    """Drop the rows whose text is shorter."""

    op: Literal["drop_short_texts"] = "drop_short_texts"
    characters: Characters


class DropLongTexts(Message):
    """Drop the rows whose text is longer."""

    op: Literal["drop_long_texts"] = "drop_long_texts"
    characters: Characters


class CutTexts(Message):
    """Keep the beginning of texts that are longer."""

    op: Literal["cut_texts"] = "cut_texts"
    characters: Characters


class SplitRows(Message):
    """Fix which rows are learned from: stratified by label, groups and equal texts together."""

    op: Literal["split_rows"] = "split_rows"
    train_split: Annotated[float, Field(ge=0.5, le=0.95)]
    """Share of the examples to learn from."""
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)]


class DropLeaks(Message):
    """Drop the rows of the exam whose text is also learned from."""

    op: Literal["drop_leaks"] = "drop_leaks"


class WeighClasses(Message):
    """Count each class alike while training, however many rows it has."""

    op: Literal["weigh_classes"] = "weigh_classes"


class Keep(Message):
    """Leave everything as it is and do not mention it again."""

    op: Literal["keep"] = "keep"
    check: CheckCode
    labels: list[NonBlank] = []
    """Only about these labels, where it is about labels."""


Step = Annotated[
    MergeLabels
    | LeaveOutLabels
    | RelabelRows
    | DropRows
    | DropDuplicates
    | DropNearDuplicates
    | SettleConflicts
    | DropShortTexts
    | DropLongTexts
    | CutTexts
    | SplitRows
    | DropLeaks
    | WeighClasses
    | Keep,
    Field(discriminator="op"),
]
MOST_STEPS = 200
Recipe = Annotated[list[Step], Field(max_length=MOST_STEPS)]
recipes: TypeAdapter[list[Step]] = TypeAdapter(Recipe)
