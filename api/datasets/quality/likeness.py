"""Labels that look like one label written in several ways."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from api.datasets.quality.material import Material
from schemas.checks import CheckCode, Severity
from schemas.events.dataset import LabelCount
from schemas.quality import Action, Finding
from schemas.recipe import MergeLabels

NEAR = 90.0
"""From here on two folded labels look alike, of 100."""
NEAR_WORD = 75.0
"""From here on two words may be the same word written in two ways."""
SHORTEST_WORD = 4
"""Letters of a word that may differ: shorter ones mean what each of their letters says."""
MOST_COMPARED = 1_500
"""The commonest labels: each is compared with each."""
STRONG_SHARE = 10.0
"""Percent of the examples under a second spelling."""

_DIGITS = re.compile(r"\d+")
_GAPS = re.compile(r"[\s_]+")
_NEGATIONS = ("a", "anti", "des", "dis", "i", "il", "im", "in", "ir", "nao", "non", "not", "un")
"""What turns a word into its opposite."""


def similar_labels(material: Material) -> Iterator[Finding]:
    """All groups of labels that look alike, with a merge into the commonest of each."""
    kept = material.kept_labels(CheckCode.SIMILAR_LABELS)
    found = [group for group in groups(material.labels) if not _is_kept(group, kept)]
    if not found:
        return
    rewritten = sum(each.examples for group in found for each in group[1:])
    share = material.share(rewritten)
    left = len(material.labels) - sum(len(group) - 1 for group in found)
    yield Finding(
        code=CheckCode.SIMILAR_LABELS,
        severity=Severity.STRONG if share >= STRONG_SHARE else Severity.WARNING,
        params={
            "groups": len(found),
            "spellings": [_spelled(group) for group in found],
            "examples": rewritten,
            "share": min(share, 100.0),
        },
        actions=[_merge(group, recommended=left > 1) for group in found],
    )


def groups(labels: Sequence[LabelCount]) -> list[list[LabelCount]]:
    """Labels that look alike, the commonest of each group first; each is like that one."""
    leaders: list[list[LabelCount]] = []
    for label in labels[:MOST_COMPARED]:
        alike = (group for group in leaders if are_alike(group[0].label, label.label))
        group = next(alike, None)
        if group is None:
            leaders.append([label])
        else:
            group.append(label)
    return [sorted(group, key=_rank) for group in leaders if len(group) > 1]


def _rank(label: LabelCount) -> tuple[int, bool]:
    """The commonest first; of equals, one without line breaks and odd spaces."""
    return -label.examples, label.label != " ".join(label.label.split())


def are_alike(one: str, other: str) -> bool:
    """Whether both are equal but for case, accents and spaces, or very near."""
    first, second = fold(one), fold(other)
    if first.replace(" ", "") == second.replace(" ", ""):
        return True
    if fuzz.ratio(first, second, score_cutoff=NEAR) == 0:
        return False
    if _DIGITS.findall(first) != _DIGITS.findall(second):
        return False
    return _differ_in_spelling(first.split(), second.split())


def fold(label: str) -> str:
    """Without case, accents and surrounding spaces, one space between words.

    The label itself where nothing else is left of it.
    """
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", label).casefold())
    plain = "".join(sign for sign in spread if not unicodedata.combining(sign))
    return _GAPS.sub(" ", plain).strip() or label


def _differ_in_spelling(first: list[str], second: list[str]) -> bool:
    """Whether every word that differs is a long one, nearly the same and not its opposite."""
    if len(first) != len(second):
        return False
    differing = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
    return all(
        min(map(len, pair)) >= SHORTEST_WORD
        and fuzz.ratio(*pair) >= NEAR_WORD
        and not _are_opposites(*pair)
        for pair in differing
    )


def _are_opposites(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long.endswith(short) and long.removesuffix(short).rstrip("-") in _NEGATIONS


def _is_kept(group: Sequence[LabelCount], kept: frozenset[str]) -> bool:
    return all(each.label in kept for each in group)


def _spelled(group: Sequence[LabelCount]) -> str:
    return " / ".join(f"{each.label} ({each.examples})" for each in group)


def _merge(group: Sequence[LabelCount], *, recommended: bool) -> Action:
    labels = [each.label for each in group]
    step = MergeLabels(labels=labels, into=labels[0])
    rows = sum(each.examples for each in group[1:])
    return Action(step=step, rows=rows, recommended=recommended)
