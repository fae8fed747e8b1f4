"""Exams that also say how far they can be trusted, as workers tell them today."""

from schemas.baselines import BaselineCode
from schemas.metrics import (
    Baseline,
    Calibration,
    Interval,
    MistakenAnswer,
    MistakenEntities,
    MistakenLabels,
    QuestionAnsweringReport,
    TextClassificationReport,
    TokenClassificationReport,
)
from tests.schemas.examples import answers_report, entities_report, report

CALIBRATION = Calibration(temperature=1.6, error_before=0.081, error_after=0.022)


def labels() -> TextClassificationReport:
    """Of texts with one label each: 174 of 200 are right."""
    return report(
        accuracy=0.87,
        validation_examples=200,
        interval=Interval(low=0.8165, high=0.9097),
        baseline=Baseline(code=BaselineCode.WORD_COUNTS, rate=0.79, macro_f1=0.77),
        calibration=CALIBRATION,
        hardest=[
            MistakenLabels(row=12, confidence=0.98, expected=["penal"], answered=["cível"]),
            MistakenLabels(row=345, confidence=0.61, expected=["cível"], answered=["penal"]),
        ],
    )


def entities() -> TokenClassificationReport:
    """Of sentences."""
    return entities_report(
        interval=Interval(low=0.76, high=0.87),
        baseline=Baseline(code=BaselineCode.KNOWN_WORDS, rate=0.41, macro_f1=0.38),
        calibration=CALIBRATION,
        hardest=[
            MistakenEntities(
                row=7, confidence=0.97, missed={"LOCAL": 2}, wrong={"LOCAL": 1, "PESSOA": 1}
            )
        ],
    )


def answers() -> QuestionAnsweringReport:
    """Of questions."""
    return answers_report(
        interval=Interval(low=0.69, high=0.79),
        baseline=Baseline(code=BaselineCode.SHARED_WORDS, rate=0.18),
        hardest=[
            MistakenAnswer(row=31, confidence=0.93, answerable=True, answered=False, f1=0.0),
            MistakenAnswer(row=40, confidence=0.71, answerable=True, answered=True, f1=0.25),
        ],
    )
