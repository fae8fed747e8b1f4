"""How good a model is, said in one word. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from afina.words.catalogue import Verdict
from schemas.metrics import (
    ExamReport,
    LabelReport,
    Report,
    TextClassificationReport,
    TokenClassificationReport,
)

SMALLEST_EXAM = 100
"""With fewer held-out examples a rate says little."""
EXCELLENT_ABOVE = 0.95
GOOD_FROM = 0.85
ACCEPTABLE_FROM = 0.70


def verdict(report: Report) -> Verdict:
    """The judgement of a whole exam: by the right answers; of entities and of answers, by F1."""
    if is_small(report):
        return Verdict.UNSURE
    reached = rate(report)
    if reached <= _guess(report):
        return Verdict.GUESSING
    if reached > EXCELLENT_ABOVE:
        return Verdict.EXCELLENT
    if reached >= GOOD_FROM:
        return Verdict.GOOD
    return Verdict.ACCEPTABLE if reached >= ACCEPTABLE_FROM else Verdict.POOR


def rate(report: Report) -> float:
    """What a model is judged by: its right answers; of entities and of answers, their F1."""
    return report.accuracy if isinstance(report, TextClassificationReport) else report.f1


def _guess(report: Report) -> float:
    """What it takes no model to reach."""
    return report.majority_accuracy if isinstance(report, TextClassificationReport) else 0.0


def is_outdone(report: Report) -> bool:
    """Whether a simple method does as well."""
    return report.baseline is not None and report.baseline.rate >= rate(report)


def is_small(report: ExamReport) -> bool:
    """Whether the exam proves little."""
    return report.validation_examples < SMALLEST_EXAM


@dataclass(frozen=True, slots=True)
class Hits:
    """How many examples of one label were answered right."""

    label: str
    right: int
    examples: int

    @property
    def share(self) -> float:
        return self.right / self.examples if self.examples else 0.0


def hits(report: TextClassificationReport) -> list[Hits]:
    """Each label's hits, in the order of the report."""
    return [Hits(one.label, found(one), one.support) for one in report.labels]


def found(one: LabelReport) -> int:
    """How often a label was given where it belongs, or an entity of a type found."""
    return round(one.recall * one.support)


def found_entities(report: TokenClassificationReport) -> tuple[int, int]:
    """Entities found, and entities there are."""
    return sum(map(found, report.labels)), sum(one.support for one in report.labels)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One label answered as another."""

    truth: str
    answer: str
    times: int


def mistakes(report: TextClassificationReport) -> list[Mistake]:
    """What is mistaken for what, the commonest first."""
    return sorted(_mistakes(report), key=lambda one: -one.times)


def _mistakes(report: TextClassificationReport) -> Iterator[Mistake]:
    names = [one.label for one in report.labels]
    for truth, row in zip(names, report.confusion_matrix, strict=True):
        for answer, times in zip(names, row, strict=True):
            if times and truth != answer:
                yield Mistake(truth, answer, times)


def right_answers(report: TextClassificationReport) -> int:
    """Over all labels."""
    return sum(one.right for one in hits(report))


def commonest_label(report: TextClassificationReport) -> str:
    """The label behind ``majority_accuracy``: the one with that share of the held-out rows."""
    examples = report.majority_accuracy * report.validation_examples
    return min(report.labels, key=lambda one: abs(one.support - examples)).label
