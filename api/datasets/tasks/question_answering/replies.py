"""What a row answers, as it stands in its context."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.datasets import leftovers, offsets
from api.datasets.cells import clean_text
from api.datasets.offsets import Placement, Verdict
from api.datasets.tasks.question_answering.answers import Statement, Told
from schemas.problems import ProblemCode

BLANKS_MEANT = 0.1
"""Share of questions from which blank answers are there on purpose, among others that are not."""
BETWEEN_ANSWERS = " | "
"""In a cell that shows them all."""

_REFUSED = {
    Verdict.ABSENT: ProblemCode.ANSWER_NOT_IN_CONTEXT,
    Verdict.AMBIGUOUS: ProblemCode.ANSWER_AMBIGUOUS,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A stretch of the context: ``context[start : start + len(text)] == text``."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Reply:
    """One row's answers in their places."""

    answers: tuple[Answer, ...]
    verdicts: tuple[Verdict, ...]
    """One for each answer that the row told."""
    denies: bool | None
    """Whether the row says that there is no answer; None where it says nothing about that."""
    starts_told: bool

    @property
    def reason(self) -> str:
        """Why the row is left out; ``leftovers.USED`` where it is not, or says nothing."""
        if self.answers or not self.verdicts:
            return leftovers.USED
        worst = Verdict.AMBIGUOUS if Verdict.AMBIGUOUS in self.verdicts else Verdict.ABSENT
        return _REFUSED[worst].value

    @property
    def is_blank(self) -> bool:
        """Whether the row says nothing at all."""
        return not self.verdicts and self.denies is None


@dataclass(frozen=True, slots=True)
class Asked:
    """A row that has a context and a question."""

    index: int
    """Of the row in its table, from 0."""
    context: str
    """Cleaned."""
    raw: str
    """As the file has it, which is what its places are counted in."""
    question: str
    statement: Statement


def reply(asked: Asked) -> Reply:
    """The row's answers where they stand."""
    told = asked.statement.answers
    placed = [_place(asked, answer) for answer in told]
    spans = dict.fromkeys(each.span for each in placed if each.span is not None)
    return Reply(
        answers=tuple(Answer(asked.context[span.start : span.end], span.start) for span in spans),
        verdicts=tuple(each.verdict for each in placed),
        denies=asked.statement.denies,
        starts_told=any(answer.start is not None for answer in told),
    )


def _place(asked: Asked, told: Told) -> Placement:
    """By the place in the file's text first, then by the same place in the cleaned one."""
    if asked.raw == asked.context or told.start is None or told.start < 0:
        return offsets.place(asked.context, told.text, told.start)
    moved = len(clean_text(asked.raw[: told.start] + "|")) - 1
    placed = offsets.place(asked.context, told.text, moved)
    if placed.verdict is Verdict.RIGHT:
        return placed
    return offsets.place(asked.context, told.text, told.start)


def settled(asked: Sequence[Asked], replies: Sequence[Reply]) -> list[str]:
    """Why each row is left out, ``leftovers.USED`` where it is not.

    A question that any of its rows answers has an answer: rows that deny it, or say nothing, are
    left out. Elsewhere a row that says nothing counts as a question without an answer where many
    do, among others that are answered.
    """
    answered = {_key(row) for row, told in zip(asked, replies, strict=True) if told.verdicts}
    blanks = sum(told.is_blank for told in replies)
    meant = bool(answered) and blanks >= BLANKS_MEANT * len(replies)
    reasons: list[str] = []
    for row, told in zip(asked, replies, strict=True):
        none = told.denies or (told.denies is None and meant)
        empty = not told.verdicts and (_key(row) in answered or not none)
        reasons.append(ProblemCode.ANSWER_EMPTY.value if empty else told.reason)
    return reasons


def questions(asked: Sequence[Asked]) -> Iterator[list[int]]:
    """The places in ``asked`` of the rows of each question about a context, by its first row."""
    rows: dict[tuple[str, str], list[int]] = {}
    for place, row in enumerate(asked):
        rows.setdefault(_key(row), []).append(place)
    yield from rows.values()


def _key(row: Asked) -> tuple[str, str]:
    return row.context, row.question
