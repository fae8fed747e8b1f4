"""What is wrong with a split that the file brings along."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from api.datasets.quality.material import Material, percent
from schemas.checks import CheckCode, Severity
from schemas.quality import Action, Finding
from schemas.recipe import DropLeaks, SplitRows

MANY = 5.0
"""Percent of the exam from which what leaked makes its result worthless."""
NEW_SPLIT = SplitRows(train_split=0.8, seed=42)
"""As a training would split that is told nothing."""


def split_leaks(material: Material) -> Iterator[Finding]:
    """Texts of the exam that are also learned from."""
    held_out = material.held_out
    if held_out is None:
        return
    learned = np.unique(material.text_numbers[~held_out])
    leaked = held_out & np.isin(material.text_numbers, learned)
    rows, examined = int(leaked.sum()), int(held_out.sum())
    if not rows:
        return
    share = percent(rows, examined)
    yield Finding(
        code=CheckCode.SPLIT_LEAKS,
        severity=Severity.STRONG if share >= MANY else Severity.WARNING,
        params={"rows": rows, "examined": examined, "share": share},
        examples=material.shown(np.flatnonzero(leaked).tolist()),
        actions=[
            Action(step=DropLeaks(), rows=rows, recommended=True),
            Action(step=NEW_SPLIT, rows=material.examples),
        ],
    )


def split_uneven(material: Material) -> Iterator[Finding]:
    """A side without any row, or labels that only one side has."""
    held_out = material.held_out
    if held_out is None:
        return
    learned, examined = _labels(material, ~held_out), _labels(material, held_out)
    kept = material.kept_labels(CheckCode.SPLIT_UNEVEN)
    labels = [each.label for each in material.labels if each.label not in kept]
    unlearned = [label for label in labels if label not in learned]
    alone = unlearned + [label for label in labels if label not in examined]
    rows = int(held_out.sum())
    one_sided = rows in {0, material.examples}
    if not (alone or one_sided):
        return
    yield Finding(
        code=CheckCode.SPLIT_UNEVEN,
        severity=Severity.STRONG if unlearned or one_sided else Severity.WARNING,
        params={
            "train_rows": material.examples - rows,
            "validation_rows": rows,
            "labels": alone,
            "classes": len(alone),
            "unlearned": len(unlearned),
            "share": 100.0 if one_sided else percent(len(alone), len(material.labels)),
        },
        actions=[Action(step=NEW_SPLIT, rows=material.examples, recommended=True)],
    )


def _labels(material: Material, side: NDArray[np.bool_]) -> frozenset[str]:
    judged = material.judged
    examples = judged.rows.examples.take(np.flatnonzero(side))
    return frozenset(each.label for each in judged.task.labels(examples))
