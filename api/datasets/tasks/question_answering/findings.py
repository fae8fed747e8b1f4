"""What was found and mended about the places of answers, and when it is too much to go on."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice

from api.datasets.offsets import Verdict
from api.datasets.refusal import unusable
from api.datasets.tasks.question_answering import replies
from api.datasets.tasks.question_answering.replies import Asked, Reply
from schemas.checks import CheckCode, Severity
from schemas.problems import ProblemCode
from schemas.quality import Evidence, Finding

MOST_AMBIGUOUS = 0.25
"""Share of answered rows that may be left out because their answer stands in several places.

In sets whose places are known, 9 to 13 of 100 answers do.
"""
SHOWN = 5
SHOWN_CHARACTERS = 200

_UNPLACED = frozenset({Verdict.ABSENT, Verdict.AMBIGUOUS})
_TOTAL = "total"
_SHOWS: dict[CheckCode, Callable[[Reply], bool]] = {
    CheckCode.OFFSETS_FOUND: lambda row: Verdict.FOUND in row.verdicts,
    CheckCode.OFFSETS_MENDED: lambda row: Verdict.MENDED in row.verdicts,
    CheckCode.ANSWERS_UNPLACED: lambda row: not _UNPLACED.isdisjoint(row.verdicts),
    CheckCode.UNANSWERABLE: lambda row: not row.verdicts,
}
"""Which rows show what a finding means."""


def ask_back(reasons: Sequence[str], told: Sequence[Reply]) -> None:
    """Do nothing, unless the places of too many answers would have to be told.

    Raises:
        UnusableFileError: with how many rows would be left out for want of a place.
    """
    wanting = sum(
        reason == ProblemCode.ANSWER_AMBIGUOUS and not row.starts_told
        for reason, row in zip(reasons, told, strict=True)
    )
    total = sum(bool(row.verdicts) for row in told)
    if wanting > MOST_AMBIGUOUS * total:
        raise unusable(ProblemCode.ANSWER_STARTS_NEEDED, rows=wanting, total=total)


def of(asked: Sequence[Asked], told: Sequence[Reply], first_row: int) -> tuple[Finding, ...]:
    """What is to be known about the rows that are used."""
    rows = [*zip(asked, told, strict=True)]
    return tuple(
        Finding(
            code=code,
            severity=Severity.NOTE,
            params={**figures},
            examples=_shown(_SHOWS[code], rows, first_row),
        )
        for code, figures in _figures(asked, told).items()
        if any(figure for name, figure in figures.items() if name != _TOTAL)
    )


def _figures(asked: Sequence[Asked], told: Sequence[Reply]) -> dict[CheckCode, dict[str, int]]:
    """How many answers, or questions, each finding is about."""
    counts = Counter(verdict for row in told for verdict in row.verdicts)
    questions = [*replies.questions(asked)]
    without = sum(not any(told[place].answers for place in places) for places in questions)
    total = counts.total()
    unplaced = sum(counts[verdict] for verdict in _UNPLACED)
    return {
        CheckCode.OFFSETS_FOUND: {"answers": counts[Verdict.FOUND], _TOTAL: total},
        CheckCode.OFFSETS_MENDED: {"answers": counts[Verdict.MENDED], _TOTAL: total},
        CheckCode.ANSWERS_UNPLACED: {"answers": unplaced, _TOTAL: total},
        CheckCode.UNANSWERABLE: {"questions": without, _TOTAL: len(questions)},
    }


def _shown(
    shows: Callable[[Reply], bool], rows: Sequence[tuple[Asked, Reply]], first_row: int
) -> list[Evidence]:
    """The first rows that show it: the question, and its answer as it stands in the context."""
    fitting = islice(((row, told) for row, told in rows if shows(told)), SHOWN)
    return [
        Evidence(
            row=first_row + row.index,
            text=row.question[:SHOWN_CHARACTERS],
            answer=replies.BETWEEN_ANSWERS.join(answer.text for answer in told.answers)[
                :SHOWN_CHARACTERS
            ],
        )
        for row, told in fitting
    ]
