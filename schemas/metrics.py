"""What a worker measures. All rates lie between 0 and 1; losses are in nats."""

from typing import Annotated, Any, Literal

from pydantic import Field, FiniteFloat, TypeAdapter, model_validator

from schemas.base import Message
from schemas.baselines import BaselineCode
from schemas.tasks import Task


class EpochMetrics(Message):
    """One pass over the training rows, and the exam after it."""

    epoch: int
    """From 1."""
    step: int
    """Optimizer steps taken so far, over all epochs."""
    train_loss: FiniteFloat
    """Per example; of entities per word, of answers per window."""
    validation_loss: FiniteFloat
    train_accuracy: FiniteFloat
    """Measured while training, so on a model that was still changing."""
    validation_accuracy: FiniteFloat
    """Right labels; texts whose several labels are all right; words with the right tag; answers
    that match exactly."""
    macro_f1: FiniteFloat
    """The mean of the labels' F1, or of the entity types'; of answers, the mean over questions."""
    weighted_f1: FiniteFloat
    """The same, each label weighted by its examples."""
    score: FiniteFloat
    """What epochs are compared by: macro F1; of entities, the F1 over all of them; of answers, F1.
    Higher is better. In events of older versions it is macro F1."""
    learning_rate: FiniteFloat
    """At the epoch's last step."""
    seconds: FiniteFloat
    examples_per_second: FiniteFloat
    """Training rows only, evaluation time left out; each window of a long text counts."""
    is_best: bool
    """Whether this epoch's model is the best so far, by its score."""

    @model_validator(mode="before")
    @classmethod
    def _older(cls, values: Any) -> Any:
        """Read what was measured when macro F1 was every model's score."""
        if isinstance(values, dict) and "macro_f1" in values:
            return {"score": values["macro_f1"]} | values
        return values


class LabelReport(Message):
    """How well one label, or one type of entity, is told from all else on the held-out rows."""

    label: str
    precision: FiniteFloat
    recall: FiniteFloat
    f1: FiniteFloat
    support: int
    """Held-out rows that truly have this label; of entities, how many there truly are."""


class Interval(Message):
    """Where a rate lies in 95 of 100 exams of this size; it holds the measured one."""

    low: FiniteFloat
    high: FiniteFloat


class Baseline(Message):
    """What a simple method reaches on the same split; many or long texts are read in part."""

    code: BaselineCode
    rate: FiniteFloat
    """To be held against the headline: right texts; of entities and of answers, F1."""
    macro_f1: FiniteFloat | None = None
    """Of labels or types of entities; None of answers."""


class CalibrationPart(Message):
    """The answers whose confidence lies in one part of what confidences can be."""

    confidence: FiniteFloat
    """Their mean, calibrated."""
    right: FiniteFloat
    """The share of them that is right."""
    answers: int


class Calibration(Message):
    """How far confidences are from being right that often, on the rows of the exam."""

    temperature: FiniteFloat | None
    """What the finished model's logits are divided by; None where the exam could not tell."""
    error_before: FiniteFloat
    """Expected calibration error: the mean distance of confidence and right answers, in 15 equal
    parts of the confidences. Of texts; where they may have several labels, of each label; of
    entities, of each word."""
    error_after: FiniteFloat
    """The same with the temperature."""
    parts: list[CalibrationPart] = []
    """Of the 15 those that have answers, the least confident first; empty in older reports."""


class HardExample(Message):
    """A held-out row on which the model was wrong, and sure of it. No text of it is told."""

    row: int
    """In the sheet; of several rows that make one example, the first."""
    confidence: FiniteFloat
    """Calibrated, of the wrong answer; of the surest where there are several."""


class MistakenLabels(HardExample):
    """A text that got a wrong label, or some; of each side 20 are named at most."""

    expected: list[str]
    answered: list[str]


class MistakenEntities(HardExample):
    """A sentence whose entities were not all found, or not all rightly named."""

    missed: dict[str, int]
    """Entities of each type that are there and were not found so."""
    wrong: dict[str, int]
    """Entities of each type that were named and are not there."""


class MistakenAnswer(HardExample):
    """A question that got a wrong answer."""

    answerable: bool
    """Whether its text answers it."""
    answered: bool
    """Whether the model gave an answer."""
    f1: FiniteFloat
    """The words that the answer shares with the right one."""


class Mistake(Message):
    """A text of the exam that got another label than its own. No text of it is told."""

    row: int
    """In the sheet."""
    actual: int
    """Its label's place in ``labels``."""
    predicted: int
    """The answer's."""
    probability: FiniteFloat
    """Calibrated, of the answer."""


class ReviewPoint(Message):
    """What becomes of the exam when a person takes over all that the model is less sure of."""

    threshold: FiniteFloat
    """A calibrated certainty: of a text its answer's probability; where it may have several
    labels, the probability of the decision that is least sure."""
    reviewed: int
    """Texts of the exam that are less certain."""
    right: int
    """Of the others, those that are answered right."""


class ExamReport(Message):
    """What the final exam of every best epoch's model says."""

    best_epoch: int
    epochs_run: int
    stopped_early: bool
    validation_loss: FiniteFloat
    train_examples: int
    validation_examples: int
    seconds: FiniteFloat
    """From the first step of the first epoch to the end, over all attempts."""
    interval: Interval | None = None
    """Of the accuracy; of entities and of answers, of F1. None in reports of older versions, as are
    the next two."""
    baseline: Baseline | None = None
    calibration: Calibration | None = None
    """None of answers too, which are no choice among labels."""


class TextClassificationReport(ExamReport):
    """How well texts get their label, or their labels."""

    task: Literal[Task.TEXT_CLASSIFICATION] = Task.TEXT_CLASSIFICATION
    multi_label: bool = False
    """Whether a text may have several labels."""
    accuracy: FiniteFloat
    """Of several labels: texts that got all of theirs and no other."""
    micro_f1: FiniteFloat | None = None
    """Over all labels of all texts; None where each has one, since it would be the accuracy."""
    macro_f1: FiniteFloat
    weighted_f1: FiniteFloat
    majority_accuracy: FiniteFloat
    """What always giving the training rows' commonest answer would reach."""
    labels: list[LabelReport]
    confusion_matrix: list[list[int]]
    """Rows are true labels, columns predicted ones, both in the order of ``labels``; empty where
    a text may have several."""
    hardest: list[MistakenLabels] = []
    """Surest mistakes first, 50 at most."""
    mistakes: list[Mistake] = []
    """1,000 at most: of each pair of labels the 50 surest, those of many pairs before those of few.
    Empty where a text may have several labels, and in older reports."""
    review: list[ReviewPoint] = []
    """About 20, the least threshold first: it is 0 and sends nothing to a person."""


class TokenClassificationReport(ExamReport):
    """How well the entities of a text are found: borders and type must both be right."""

    task: Literal[Task.TOKEN_CLASSIFICATION] = Task.TOKEN_CLASSIFICATION
    precision: FiniteFloat
    """Of the entities that were named, those that are right."""
    recall: FiniteFloat
    """Of the entities that there are, those that were found."""
    f1: FiniteFloat
    """Over all entities, whatever their type."""
    macro_f1: FiniteFloat
    weighted_f1: FiniteFloat
    accuracy: FiniteFloat
    """Words with the right tag, most of which belong to no entity."""
    majority_accuracy: FiniteFloat
    """Words that would be right if no entity were ever found."""
    labels: list[LabelReport]
    """One a type of entity."""
    hardest: list[MistakenEntities] = []
    """Surest mistakes first, 50 at most."""


class QuestionTypeReport(Message):
    """How well the questions of one type are answered."""

    type: str
    exact_match: FiniteFloat
    f1: FiniteFloat
    support: int
    """Held-out questions of the type."""


class QuestionAnsweringReport(ExamReport):
    """How well questions are answered from their texts."""

    task: Literal[Task.QUESTION_ANSWERING] = Task.QUESTION_ANSWERING
    exact_match: FiniteFloat
    """Answers that are one of the right ones, but for case, marks, articles and white space."""
    f1: FiniteFloat
    """The words that an answer shares with the right one it is most like; the mean of all."""
    language: Literal["pt", "en"]
    """Whose articles are left out of account."""
    types: list[QuestionTypeReport]
    """Empty where the questions have no types."""
    unanswerable_examples: int
    """Held-out questions that their text does not answer."""
    unanswerable_right: int
    """Those of them that the model left unanswered."""
    no_answer_threshold: FiniteFloat | None
    """By how much the score of no answer must exceed the best answer's; chosen on these very
    rows. None where every question has an answer."""
    hardest: list[MistakenAnswer] = []
    """Surest and worst mistakes first, 50 at most."""


Report = Annotated[
    TextClassificationReport | TokenClassificationReport | QuestionAnsweringReport,
    Field(discriminator="task"),
]
"""One member per task, told apart by ``task``."""
reports: TypeAdapter[Report] = TypeAdapter(Report)
