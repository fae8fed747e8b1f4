"""The columns of each form as the examples have them, row by row, usable or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any, assert_never

import pyarrow as pa

from api.datasets import leftovers
from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from api.datasets.tasks.sheet import Sheet
from api.datasets.tasks.text_generation import messages
from api.datasets.tasks.text_generation.messages import Conversation, UnfitConversationError
from schemas.problems import ProblemCode
from schemas.reading import Role
from schemas.tasks import TextForm

PARAGRAPH = "\n\n"
"""Between the parts of one prompt."""
MESSAGE = pa.struct([pa.field("role", pa.string()), pa.field("content", pa.string())])

_TEXT = [pa.field("text", pa.string(), nullable=False)]
_EXCHANGE = [
    pa.field("prompt", pa.string(), nullable=False),
    pa.field("completion", pa.string(), nullable=False),
]
FIELDS: Mapping[TextForm, Sequence[Any]] = {
    TextForm.TEXT: _TEXT,
    TextForm.CODE: _TEXT,
    TextForm.QA: _EXCHANGE,
    TextForm.COMPLETION: _EXCHANGE,
    TextForm.CHAT: [pa.field("messages", pa.list_(MESSAGE), nullable=False)],
}
"""What the examples of each form consist of."""
_EMPTY = {
    Role.QUESTION: ProblemCode.QUESTION_EMPTY,
    Role.ANSWER: ProblemCode.ANSWER_EMPTY,
    Role.PROMPT: ProblemCode.PROMPT_EMPTY,
    Role.COMPLETION: ProblemCode.COMPLETION_EMPTY,
}


@dataclass(frozen=True, slots=True)
class Layout:
    """A form's columns, one value a row of the table in each."""

    columns: Sequence[Strings]
    """As ``FIELDS`` has them."""
    reasons: Strings
    """Why a row is no example, however long it is; ``leftovers.USED`` where it is one."""
    lengths: Any
    """Characters of all that a row holds, as int32."""
    about: dict[ProblemCode, str | None]
    """The column that each reason is about."""


def read(sheet: Sheet, form: TextForm) -> Layout:
    """The rows of a sheet in their form."""
    match form:
        case TextForm.TEXT:
            return _texts(sheet, sheet.cleaned(Role.TEXT))
        case TextForm.CODE:
            return _texts(sheet, sheet.raw(Role.TEXT))
        case TextForm.QA:
            return _exchanges(sheet, Role.QUESTION, Role.ANSWER)
        case TextForm.COMPLETION:
            return _exchanges(sheet, Role.PROMPT, Role.COMPLETION)
        case TextForm.CHAT:
            return _conversations(sheet)
    assert_never(form)


def _texts(sheet: Sheet, texts: Strings) -> Layout:
    """Texts as they are given; blank is what would be blank once cleaned."""
    blank = pc.equal(sheet.cleaned(Role.TEXT), "")
    name = sheet.reading.name(Role.TEXT)
    return Layout(
        columns=[texts],
        reasons=pc.if_else(blank, ProblemCode.TEXT_EMPTY.value, leftovers.USED),
        lengths=_length(texts),
        about={ProblemCode.TEXT_EMPTY: name, ProblemCode.TEXT_TOO_LONG: name},
    )


def _exchanges(sheet: Sheet, asking: Role, answering: Role) -> Layout:
    """What is asked, after what is always told and before what it is about; and the answer."""
    asked = _joined(sheet.cleaned(asking), sheet.cleaned(Role.INPUT))
    prompts = _joined(sheet.cleaned(Role.SYSTEM), asked)
    completions = sheet.cleaned(answering)
    empty, name = _EMPTY[asking], sheet.reading.name(asking)
    reasons = pc.case_when(
        pc.make_struct(pc.equal(asked, ""), pc.equal(completions, "")),
        empty.value,
        _EMPTY[answering].value,
        leftovers.USED,
    )
    return Layout(
        columns=[prompts, completions],
        reasons=reasons,
        lengths=pc.add(_length(prompts), _length(completions)),
        about={
            empty: name,
            _EMPTY[answering]: sheet.reading.name(answering),
            ProblemCode.TEXT_TOO_LONG: name,
        },
    )


def _joined(first: Strings, second: Strings) -> Strings:
    """Both as paragraphs; where one is blank, the other alone."""
    alone = pc.or_(pc.equal(first, ""), pc.equal(second, ""))
    gap = pc.if_else(alone, "", PARAGRAPH)
    return pc.binary_join_element_wise(first, gap, second, "")


def _conversations(sheet: Sheet) -> Layout:
    """Messages with the roles that all conversations share; none where a row is no example."""
    cells = zip(
        sheet.raw(Role.MESSAGES).to_pylist(), sheet.raw(Role.SYSTEM).to_pylist(), strict=True
    )
    read = [_conversation(*pair) for pair in cells]
    name = sheet.reading.name(Role.MESSAGES)
    lengths = [sum(len(message.content) for message in found) for found, _ in read]
    return Layout(
        columns=[_nested([found for found, _ in read])],
        reasons=pa.array([reason for _, reason in read], pa.string()),
        lengths=pa.array(lengths, pa.int32()),
        about=dict.fromkeys([*messages.REASONS, ProblemCode.TEXT_TOO_LONG], name),
    )


def _conversation(cell: str, system: str) -> tuple[Conversation, str]:
    try:
        return messages.read(cell, system), leftovers.USED
    except UnfitConversationError as error:
        return (), error.code.value


def _nested(conversations: Sequence[Conversation]) -> Any:
    ends = pa.array([0, *accumulate(map(len, conversations))], pa.int32())
    told = [*chain.from_iterable(conversations)]
    roles = pa.array([message.role.value for message in told], pa.string())
    contents = pa.array([message.content for message in told], pa.string())
    values = pa.StructArray.from_arrays([roles, contents], fields=[*MESSAGE])
    return pa.ListArray.from_arrays(ends, values)


def _length(texts: Strings) -> Any:
    return pc.cast(pc.utf8_length(texts), pa.int32())
