"""What the number of examples says, of each label and of all."""

from collections.abc import Iterator, Sequence

from api.datasets.quality.material import Material, percent
from api.datasets.tasks import labels
from schemas.checks import CheckCode, Severity
from schemas.events.dataset import LabelCount
from schemas.quality import Action, Finding
from schemas.recipe import LeaveOutLabels, WeighClasses
from schemas.tasks import Task

RECOMMENDED = 100
"""Examples of each label; of all, where there are no labels."""
FEW = 50
VERY_FEW = 10
UNEVEN = 10
"""Examples of the largest label to one of the smallest."""
VERY_UNEVEN = 100


def small_set(material: Material) -> Iterator[Finding]:
    """Few examples of a task without labels."""
    if material.labels or material.examples >= RECOMMENDED:
        return
    missing = RECOMMENDED - material.examples
    yield Finding(
        code=CheckCode.SMALL_SET,
        severity=_severity(material.examples),
        params={
            "examples": material.examples,
            "recommended": RECOMMENDED,
            "missing": missing,
            "share": percent(missing, RECOMMENDED),
        },
    )


def few_examples(material: Material) -> Iterator[Finding]:
    """Labels with fewer examples than a model should learn from."""
    kept = material.kept_labels(CheckCode.FEW_EXAMPLES)
    counted = [each for each in material.labels if each.label not in kept]
    small = [each for each in reversed(counted) if each.examples < RECOMMENDED]
    if not small:
        return
    missing = [RECOMMENDED - each.examples for each in small]
    yield Finding(
        code=CheckCode.FEW_EXAMPLES,
        severity=_severity(small[0].examples),
        params={
            "classes": len(small),
            "recommended": RECOMMENDED,
            "labels": [each.label for each in small],
            "missing_each": list(map(str, missing)),
            "missing": sum(missing),
            "smallest": small[0].label,
            "examples": small[0].examples,
            "share": percent(sum(missing), RECOMMENDED * len(material.labels)),
        },
        actions=_without(small, len(material.labels)),
    )


def imbalance(material: Material) -> Iterator[Finding]:
    """A label with many times the examples of another."""
    kept = material.kept_labels(CheckCode.IMBALANCE)
    counted = [each for each in material.labels if each.label not in kept]
    if len(counted) < 2 or counted[0].examples <= UNEVEN * counted[-1].examples:
        return
    largest, smallest = counted[0], counted[-1]
    ratio = largest.examples / smallest.examples
    yield Finding(
        code=CheckCode.IMBALANCE,
        severity=Severity.STRONG if ratio > VERY_UNEVEN else Severity.WARNING,
        params={
            "largest": largest.label,
            "largest_examples": largest.examples,
            "smallest": smallest.label,
            "smallest_examples": smallest.examples,
            "ratio": round(ratio, 1),
        },
        actions=_weights(material),
    )


def _severity(examples: int) -> Severity:
    if examples < VERY_FEW:
        return Severity.STRONG
    return Severity.WARNING if examples < FEW else Severity.NOTE


def _without(small: Sequence[LabelCount], all_labels: int) -> list[Action]:
    """Leave out what is hopeless, or only what must go, where enough is left to tell apart."""
    hopeless = [each for each in small if each.examples < VERY_FEW]
    lone = [each for each in small if each.examples < labels.FEWEST]
    ways = [hopeless, lone] if len(lone) < len(hopeless) else [hopeless]
    return [_leaving_out(way) for way in ways if way and all_labels - len(way) > 1]


def _leaving_out(some: Sequence[LabelCount]) -> Action:
    step = LeaveOutLabels(labels=[each.label for each in some])
    return Action(step=step, rows=sum(each.examples for each in some))


def _weights(material: Material) -> list[Action]:
    """Only a classification weighs its classes; no example is dropped or changed by it."""
    if material.judged.reading.task is not Task.TEXT_CLASSIFICATION:
        return []
    return [Action(step=WeighClasses(), rows=0, recommended=True)]
