import pytest

from api.datasets import leftovers
from api.datasets.offsets import Verdict
from api.datasets.refusal import UnusableFileError
from api.datasets.tasks.question_answering import findings
from api.datasets.tasks.question_answering.answers import Statement
from api.datasets.tasks.question_answering.replies import Answer, Asked, Reply
from schemas.checks import CheckCode, Severity
from schemas.problems import ProblemCode

AMBIGUOUS = ProblemCode.ANSWER_AMBIGUOUS.value


def asked(count: int) -> list[Asked]:
    return [Asked(n, "um caso", "um caso", f"o quê {n}?", Statement(())) for n in range(count)]


def reply(*verdicts: Verdict, starts_told: bool = False) -> Reply:
    placed = tuple(
        Answer("um", 0) for each in verdicts if each not in {Verdict.ABSENT, Verdict.AMBIGUOUS}
    )
    return Reply(placed, verdicts, denies=None, starts_told=starts_told)


def test_a_few_rows_are_shown_and_all_are_counted():
    """The first of them, by the numbers that the file has."""
    told = [reply(Verdict.FOUND)] * 9

    [finding] = findings.of(asked(9), told, first_row=2)

    assert (finding.code, finding.severity) == (CheckCode.OFFSETS_FOUND, Severity.NOTE)
    assert finding.params == {"answers": 9, "total": 9}
    assert [each.row for each in finding.examples] == [2, 3, 4, 5, 6]
    assert (finding.examples[0].text, finding.examples[0].answer) == ("o quê 0?", "um")


def test_an_answer_that_has_no_place_is_told_beside_one_that_has():
    """The row is used, but not all that it says."""
    [finding] = findings.of(asked(1), [reply(Verdict.RIGHT, Verdict.ABSENT)], first_row=2)

    assert finding.code is CheckCode.ANSWERS_UNPLACED
    assert finding.params == {"answers": 1, "total": 2}


def test_nothing_decided_is_nothing_told():
    """Right places need no words."""
    assert findings.of(asked(2), [reply(Verdict.RIGHT)] * 2, first_row=2) == ()


@pytest.mark.parametrize(("wanting", "asks"), [(0, False), (1, False), (2, True), (4, True)])
def test_places_are_asked_for_where_many_rows_want_them(wanting: int, *, asks: bool):
    """A quarter of the answered rows may be left out."""
    told = [reply(Verdict.AMBIGUOUS)] * wanting + [reply(Verdict.RIGHT)] * (4 - wanting)
    reasons = [AMBIGUOUS] * wanting + [leftovers.USED] * (4 - wanting)

    if not asks:
        findings.ask_back(reasons, told)
        return
    with pytest.raises(UnusableFileError) as refusal:
        findings.ask_back(reasons, told)
    [problem] = refusal.value.problems
    assert problem.code is ProblemCode.ANSWER_STARTS_NEEDED
    assert problem.params == {"rows": wanting, "total": 4}


def test_places_that_do_not_help_are_not_asked_for_again():
    """They were told."""
    findings.ask_back([AMBIGUOUS], [reply(Verdict.AMBIGUOUS, starts_told=True)])
