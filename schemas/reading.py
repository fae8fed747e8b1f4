"""How a file was read into examples: enough to read it the same way again."""

from enum import StrEnum

from schemas.base import Message
from schemas.tasks import Task, TextForm


class Role(StrEnum):
    """What a column can be to a training."""

    TEXT = "text"
    LABEL = "label"
    GROUP = "group"
    """Rows that share its value never fall on both sides of the split."""
    SPLIT = "split"
    """On which side of the split a row falls: ``train`` or ``validation``."""
    TOKENS = "tokens"
    """The words of a sentence as a list, or one word a row."""
    TAGS = "tags"
    """The BIO tags of the tokens, laid out as they are."""
    SENTENCE = "sentence"
    """Which sentence a row's word belongs to."""
    ENTITY = "entity"
    """The words of the text that name something."""
    ENTITY_TYPE = "entity_type"
    ENTITY_START = "entity_start"
    """The place of the entity's first character in the text, from 0."""
    CONTEXT = "context"
    """The text that holds the answer."""
    QUESTION = "question"
    ANSWER = "answer"
    ANSWER_START = "answer_start"
    """The place of the answer's first character in the context, from 0."""
    UNANSWERABLE = "unanswerable"
    """Whether the context holds no answer."""
    QUESTION_TYPE = "question_type"
    PROMPT = "prompt"
    COMPLETION = "completion"
    INPUT = "input"
    """What the instruction in the prompt is about, where it has a column of its own."""
    SYSTEM = "system"
    """What the model is told before the conversation."""
    MESSAGES = "messages"
    """A whole conversation as a list of roles and contents."""
    ID = "id"
    """By which an example is known elsewhere."""


LABEL_LISTS = "[]"
"""The separator of cells that hold their labels as a JSON list."""


class FileReading(Message):
    """The task, the columns in their roles, and what else had to be decided."""

    task: Task
    columns: dict[Role, str]
    """By name, as the sheet's header has them."""
    sheet: str | None = None
    """The workbook's sheet."""
    label_separator: str | None = None
    """Between the labels of one cell, where a text has several; ``LABEL_LISTS`` if it is a list."""
    form: TextForm | None = None
    """Of a text generation."""
