"""Which rows are examples, which of them are one, and why each of the others is left out."""

from collections.abc import Sequence
from itertools import accumulate, chain
from typing import Any

import pyarrow as pa

from api.datasets import groups, leftovers
from api.datasets.arrow import Batch, Strings
from api.datasets.arrow import compute as pc
from api.datasets.limits import Limits
from api.datasets.reading import ResolvedReading
from api.datasets.table import Table
from api.datasets.tasks.question_answering import answers, findings, replies
from api.datasets.tasks.question_answering.replies import Asked, Reply
from api.datasets.tasks.sheet import Sheet
from api.datasets.tasks.task import Rows
from schemas.problems import ProblemCode
from schemas.reading import Role

ANSWER = pa.struct([pa.field("text", pa.string()), pa.field("start", pa.int32())])
SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("context", pa.string(), nullable=False),
        pa.field("question", pa.string(), nullable=False),
        pa.field("answers", pa.list_(ANSWER), nullable=False),
        pa.field("type", pa.string(), nullable=True),
        pa.field("group", pa.string(), nullable=True),
        pa.field("row", pa.int32(), nullable=False),
        pa.field("rows", pa.int32(), nullable=False),
        pa.field("split", pa.string(), nullable=True),
    ]
)


def sort_out(table: Table, reading: ResolvedReading, limits: Limits) -> Rows:
    """The examples of ``table``, and what is left out for the first reason that holds.

    Rows that ask the same of the same context are one example with several accepted answers.

    Raises:
        UnusableFileError: too many answers could stand in several places.
    """
    sheet = Sheet(table, reading)
    contexts, questions = sheet.cleaned(Role.CONTEXT), sheet.cleaned(Role.QUESTION)
    lengths = pc.cast(pc.utf8_length(contexts), pa.int32())
    reasons = _first_reasons(contexts, questions, lengths, limits).to_pylist()
    asked = _asked(sheet, contexts, questions, reasons)
    told = [replies.reply(row) for row in asked]
    settled = replies.settled(asked, told)
    findings.ask_back(settled, told)
    for row, reason in zip(asked, settled, strict=True):
        reasons[row.index] = reason
    kept = [place for place, reason in enumerate(settled) if reason == leftovers.USED]
    asked, told = [asked[place] for place in kept], [told[place] for place in kept]
    return Rows(
        examples=_examples(sheet, asked, told),
        rows_used=len(kept),
        left_out=leftovers.collect(
            table,
            pa.array(reasons, pa.string()),
            _columns(reading),
            lengths,
            limits.text_characters,
        ),
        findings=findings.of(asked, told, table.first_row),
    )


def _first_reasons(contexts: Strings, questions: Strings, lengths: Any, limits: Limits) -> Strings:
    """The problem code of each row that lacks more than an answer, ``USED`` for the others."""
    conditions = pc.make_struct(
        pc.equal(contexts, ""),
        pc.greater(lengths, limits.text_characters),
        pc.equal(questions, ""),
    )
    return pc.case_when(
        conditions,
        ProblemCode.CONTEXT_EMPTY.value,
        ProblemCode.TEXT_TOO_LONG.value,
        ProblemCode.QUESTION_EMPTY.value,
        leftovers.USED,
    )


def _columns(reading: ResolvedReading) -> dict[ProblemCode, str | None]:
    """The column that each reason is about."""
    context, answer = reading.name(Role.CONTEXT), reading.name(Role.ANSWER)
    return {
        ProblemCode.CONTEXT_EMPTY: context,
        ProblemCode.TEXT_TOO_LONG: context,
        ProblemCode.QUESTION_EMPTY: reading.name(Role.QUESTION),
        ProblemCode.ANSWER_EMPTY: answer,
        ProblemCode.ANSWER_NOT_IN_CONTEXT: answer,
        ProblemCode.ANSWER_AMBIGUOUS: answer,
    }


def _asked(
    sheet: Sheet, contexts: Strings, questions: Strings, reasons: Sequence[str]
) -> list[Asked]:
    """The rows that have a context and a question."""
    roles = (Role.ANSWER, Role.ANSWER_START, Role.UNANSWERABLE)
    told = zip(*(sheet.raw(role).to_pylist() for role in roles), strict=True)
    texts = zip(_shared(contexts), _uncleaned(sheet, contexts), questions.to_pylist(), strict=True)
    return [
        Asked(index, context, raw or context, question, answers.read(*cells))
        for index, (reason, (context, raw, question), cells) in enumerate(
            zip(reasons, texts, told, strict=True)
        )
        if reason == leftovers.USED
    ]


def _shared(texts: Strings) -> list[str]:
    """The texts, equal ones kept once: a context comes again with each of its questions."""
    encoded = pc.dictionary_encode(texts).combine_chunks()
    kept = encoded.dictionary.to_pylist()
    return [kept[index] for index in encoded.indices.to_pylist()]


def _uncleaned(sheet: Sheet, contexts: Strings) -> list[str]:
    """The contexts as the file has them where cleaning changed them, blank elsewhere."""
    raw = sheet.raw(Role.CONTEXT)
    return pc.if_else(pc.equal(raw, contexts), "", raw).to_pylist()


def _examples(sheet: Sheet, asked: Sequence[Asked], told: Sequence[Reply]) -> Batch:
    """One for each question about a context, as its first row has it."""
    together = [*replies.questions(asked)]
    firsts = [asked[places[0]] for places in together]
    indices = pa.array([row.index for row in firsts], pa.int64())
    numbers = sheet.numbers().take(indices)
    contexts = [row.context for row in firsts]
    own = sheet.groups().take(indices).to_pylist()
    columns = [
        _ids(sheet.cleaned(Role.ID).take(indices), numbers),
        pa.array(contexts, pa.string()),
        pa.array([row.question for row in firsts], pa.string()),
        _answers([[told[place] for place in places] for places in together]),
        pa.array(_types(sheet, asked, together), pa.string()),
        pa.array(groups.joined(own, contexts), pa.string()),
        numbers,
        pa.array([len(places) for places in together], pa.int32()),
        sheet.splits().take(indices),
    ]
    return pa.table(columns, schema=SCHEMA)


def _ids(given: Strings, numbers: Any) -> Strings:
    """The file's own where each example has one of its own, else the rows' numbers."""
    unique = pc.count_distinct(given).as_py() == len(given)
    blank = pc.any(pc.equal(given, "")).as_py()
    return given if unique and not blank else pc.cast(numbers, pa.string())


def _answers(told: Sequence[Sequence[Reply]]) -> Any:
    """``(examples,)``: the accepted answers of each, without repetition, as they were told."""
    lists = [dict.fromkeys(each for row in rows for each in row.answers) for rows in told]
    found = [{"text": each.text, "start": each.start} for each in chain.from_iterable(lists)]
    ends = pa.array([0, *accumulate(map(len, lists))], pa.int32())
    return pa.ListArray.from_arrays(ends, pa.array(found, ANSWER))


def _types(
    sheet: Sheet, asked: Sequence[Asked], together: Sequence[Sequence[int]]
) -> list[str | None]:
    """The first kind that any of a question's rows gives."""
    given = sheet.cleaned(Role.QUESTION_TYPE).to_pylist()
    kinds = ([given[asked[place].index] for place in places] for places in together)
    return [next(filter(None, each), None) for each in kinds]
