"""The judgement on a dataset, put together from all checks."""

from collections.abc import Callable, Iterator

from api.datasets.progress import Progress, Stage, silent
from api.datasets.quality import (
    counts,
    gaps,
    lengths,
    likeness,
    personal,
    repeats,
    score,
    splits,
)
from api.datasets.quality.material import Judged, Material
from schemas.checks import Severity
from schemas.quality import Finding, QualityReport

Check = Callable[[Material], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    counts.small_set,
    counts.few_examples,
    counts.imbalance,
    likeness.similar_labels,
    repeats.conflicting_answers,
    repeats.duplicates,
    repeats.repeated_texts,
    lengths.short_texts,
    lengths.long_texts,
    gaps.empty_cells,
    gaps.rows_unusable,
    splits.split_leaks,
    splits.split_uneven,
    personal.personal_data,
    repeats.near_duplicates,
)
"""Those that take longest come last."""

_GRAVITY = {severity: place for place, severity in enumerate(Severity)}


def judge(judged: Judged, progress: Progress = silent) -> QualityReport:
    """Everything that the checks find, but for what its owner wants to hear nothing of."""
    material = Material.of(judged)
    steps = len(CHECKS) + 1
    tokens = lengths.token_lengths(material)
    findings = [*judged.rows.findings, *lengths.texts_cut(tokens)]
    for done, check in enumerate(CHECKS, start=1):
        progress(Stage.JUDGING, done / steps)
        findings += check(material)
    told = [found for found in findings if not material.is_kept(found.code)]
    parts = score.parts(told)
    return QualityReport(
        score=score.score(parts),
        parts=parts,
        findings=sorted(told, key=_gravity),
        characters=lengths.distribution(material.characters, lengths.CHARACTER_EDGES),
        tokens=tokens,
    )


def _gravity(found: Finding) -> tuple[int, float]:
    """What costs more comes first among what is equally grave."""
    return _GRAVITY[found.severity], -score.points(found)
