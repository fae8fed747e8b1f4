"""Versions of a dataset as the API shows them: wished for, tried, made, compared."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.datasets.quality.suspects import Suspicion, finding
from api.datasets.recipes.difference import Difference
from api.datasets.recipes.revision import Revised
from api.sentences import Language, step_sentence
from api.views import dataset_samples as samples
from api.views.base import View, like
from api.views.quality import FindingShown, QualityShown, finding_of, quality_of
from api.views.sheets import ExampleShown
from schemas.base import Numeric
from schemas.events.dataset import LabelCount
from schemas.problems import ProblemCode
from schemas.quality import Suspect
from schemas.recipe import DropRows, Recipe, RelabelRows, Step, recipes


class Trial(BaseModel):
    """What to change about version 1, to see what would come of it."""

    model_config = like(samples.TRIAL) | ConfigDict(extra="forbid")

    recipe: Recipe
    """Whole, from version 1 on: the steps of the newest version among them."""


class NewVersion(Trial):
    """What to change about version 1, for good."""

    model_config = like(samples.NEW_VERSION) | ConfigDict(extra="forbid")

    expected_version: Annotated[int, Field(ge=1), Numeric] | None = None
    """The newest that you know of: refused if there is a newer one by then."""


class StepShown(View):
    """A step of a recipe."""

    step: Step
    sentence: str
    """What it does, in the language asked for."""


class LeftOutCount(View):
    """How many rows are left out for one reason."""

    code: ProblemCode
    rows: int


class ChangeShown(View):
    """An example that is in both versions and not the same."""

    before: ExampleShown
    after: ExampleShown


class ChangeCounts(View):
    """How many examples changed; one may have changed in several ways."""

    any: int
    text: int
    answer: int
    group: int
    split: int


class DifferenceShown(View):
    """What changed from one version to another."""

    model_config = like(samples.DIFFERENCE)

    before_sha256: str
    """Of the examples."""
    after_sha256: str
    examples_before: int
    examples_after: int
    dropped: int
    added: int
    changed: ChangeCounts
    labels_before: list[LabelCount]
    """By count, largest first."""
    labels_after: list[LabelCount]
    sample_dropped: list[ExampleShown]
    """A few of each kind, spread over the sheet."""
    sample_added: list[ExampleShown]
    sample_changed: list[ChangeShown]


class VersionPreview(View):
    """What a version would be."""

    model_config = like(samples.VERSION_PREVIEW)

    recipe: list[StepShown]
    rows_total: int
    """Always `rows_used` plus `rows_left_out`."""
    rows_used: int
    rows_left_out: int
    examples: int
    left_out_counts: list[LeftOutCount]
    labels: list[LabelCount]
    """By count, largest first."""
    sample: list[ExampleShown]
    """Spread over the sheet."""
    weigh_classes: bool
    """Whether a training that does not say otherwise weighs its classes."""
    quality: QualityShown
    examples_sha256: str
    difference: DifferenceShown
    """To the newest version."""


class MadeVersion(View):
    """A version that is kept."""

    model_config = like(samples.MADE_VERSION)

    id: UUID
    """Of the dataset."""
    version: int
    sequence: int
    """Its event's place in the log: once a ``last_sequence`` has reached it, it can be read."""


class SuspectShown(View):
    """An example whose label is probably not the one that it should have."""

    row: int
    """As a spreadsheet program numbers it."""
    text: str
    """Its beginning."""
    label: str
    likelier: str
    confidence: float
    """Between 0 and 1: the probability of the likelier label, as a quick model sees it."""
    relabel: StepShown
    """Gives it the likelier label."""
    drop: StepShown
    """Leaves it out."""


class Suspects(View):
    """The labels of a version that are probably mixed up."""

    model_config = like(samples.SUSPECTS)

    version: int
    judged: int
    """Examples that were looked at, spread over the sheet."""
    items: list[SuspectShown]
    """The surest first, at most 1,000."""
    finding: FindingShown | None
    """All of them in words, with a step for each likelier label; null where there are none."""


def left_out_counts_of(counts: Mapping[ProblemCode, int]) -> list[LeftOutCount]:
    """The rows that are left out, by reason."""
    return [LeftOutCount(code=code, rows=rows) for code, rows in counts.items()]


def steps_of(recipe: object, language: Language) -> list[StepShown]:
    """The steps in words."""
    return [
        StepShown(step=step, sentence=step_sentence(step, language))
        for step in recipes.validate_python(recipe)
    ]


def suspects_of(suspicion: Suspicion, version: int, language: Language) -> Suspects:
    """The suspects, each with what can be done about it."""
    found = suspicion.suspects
    return Suspects(
        version=version,
        judged=suspicion.judged,
        items=[_suspect_of(suspect, language) for suspect in found],
        finding=finding_of(finding(suspicion), language) if found else None,
    )


def _suspect_of(suspect: Suspect, language: Language) -> SuspectShown:
    relabel = RelabelRows(rows=[suspect.row], label=suspect.likelier)
    [shown, dropped] = steps_of([relabel, DropRows(rows=[suspect.row])], language)
    return SuspectShown(**suspect.model_dump(), relabel=shown, drop=dropped)


def difference_of(difference: Difference) -> DifferenceShown:
    """What changed, with its examples in words."""
    return DifferenceShown.model_validate(difference, from_attributes=True)


def preview_of(
    recipe: list[Step], revised: Revised, difference: Difference, language: Language
) -> VersionPreview:
    """What ``recipe`` makes."""
    shown = ("rows_total", "rows_used", "rows_left_out", "examples", "weigh_classes")
    return VersionPreview(
        recipe=steps_of(recipe, language),
        left_out_counts=left_out_counts_of(revised.left_out_counts),
        labels=list(revised.labels),
        sample=[ExampleShown.model_validate(e, from_attributes=True) for e in revised.sample],
        quality=quality_of(revised.quality, language),
        examples_sha256=revised.examples_file.sha256,
        difference=difference_of(difference),
        **{name: getattr(revised, name) for name in shown},
    )
