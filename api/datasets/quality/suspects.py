"""Labels that are probably mixed up: where a quick model, of examples it never saw, is sure.

The model is multinomial naive Bayes, which is linear, on TF-IDF of words and of pieces of words; it
judges each example by what it learned from the other folds. Suspicion follows confident learning
(Northcutt, Jiang and Chuang, 2021): a label's threshold is the mean probability that its own
examples have for it, and an example is suspicious when another label passes its threshold; here it
must also be ``ODDS`` times as likely as the given one.

With 5 of 100 labels replaced by others at random, of 2,222 passages of court decisions in 7 classes
94 % were found and 89 % of the suspects were replaced ones; of 10,000 short questions in 77 classes
83 % and 67 %, where the published labels have faults of their own.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from api.datasets import examples
from api.datasets.arrow import Batch, Strings
from api.datasets.quality.equality import Numbers
from api.datasets.quality.material import ANSWER_BEGINNING, BEGINNING, SHOWN, beginning, percent
from api.datasets.refusal import problem
from api.datasets.tasks import catalogue
from api.datasets.tasks.task import DatasetTask
from schemas.checks import CheckCode, Severity
from schemas.examples import LABEL, ROW
from schemas.problems import DataProblem, ProblemCode
from schemas.quality import Action, Evidence, Finding, Suspect
from schemas.recipe import RelabelRows
from schemas.tasks import Task

FOLDS = 5
"""Also the fewest examples of a label that is judged."""
ODDS = 100.0
SMOOTHING = 0.1
MOST_ROWS = 20_000
"""Judged: a larger set is judged by rows that are spread over it."""
MOST_PROBABILITIES = 4_000_000
"""Rows times labels: what bounds the memory."""
READ_CHARACTERS = 2_000
"""Of each text."""
FEATURES = 30_000
"""Of words, and as many of their pieces."""
MOST_TOLD = 1_000

SEED = 42

Probabilities = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What was found, and among how many."""

    suspects: tuple[Suspect, ...]
    """The surest first."""
    judged: int
    """Examples that were looked at."""


def look(path: Path, task: Task) -> Suspicion | DataProblem:
    """The suspects among the examples at ``path``, or why there can be none.

    Blocks for seconds on a large set: run it in another process.
    """
    return find(catalogue.TASKS[task], examples.read(path))


def find(task: DatasetTask, found: Batch) -> Suspicion | DataProblem:
    """The suspects; the same examples give the same ones.

    SUSPECTS_UNFIT where a text may have several labels or none, or where too few have enough
    examples.
    """
    unfit = problem(ProblemCode.SUSPECTS_UNFIT, minimum=FOLDS)
    if LABEL not in found.column_names:
        return unfit
    positions, labels = _judged(found[LABEL])
    names, given = np.unique(labels, return_inverse=True)
    if len(names) < 2:
        return unfit
    texts = task.texts(found).take(positions)
    chances = _out_of_fold([text[:READ_CHARACTERS] for text in texts.to_pylist()], given)
    likelier = suspicious(chances, given)
    mixed = np.flatnonzero(likelier != given)
    ranking = mixed[np.argsort(-_lead(chances, given, likelier)[mixed], kind="stable")]
    suspects = tuple(
        Suspect(
            row=found[ROW][int(positions[place])].as_py(),
            text=beginning(texts[int(place)].as_py(), BEGINNING),
            label=str(names[given[place]]),
            likelier=str(names[likelier[place]]),
            confidence=round(float(chances[place, likelier[place]]), 4),
        )
        for place in ranking[:MOST_TOLD].tolist()
    )
    return Suspicion(suspects, len(positions))


def finding(found: Suspicion) -> Finding:
    """The suspects as a finding, with a change for each likelier label; none is recommended."""
    by_label: defaultdict[str, list[int]] = defaultdict(list)
    for suspect in found.suspects:
        by_label[suspect.likelier].append(suspect.row)
    return Finding(
        code=CheckCode.SUSPICIOUS_LABELS,
        severity=Severity.WARNING,
        params={
            "rows": len(found.suspects),
            "judged": found.judged,
            "share": percent(len(found.suspects), found.judged),
        },
        examples=[_evidence(suspect) for suspect in found.suspects[:SHOWN]],
        actions=[
            Action(step=RelabelRows(rows=sorted(rows), label=label), rows=len(rows))
            for label, rows in by_label.items()
        ],
    )


def suspicious(chances: Probabilities, given: Numbers) -> Numbers:
    """For each example the likelier label, or the given one where none is.

    Args:
        chances: out-of-fold probabilities ``(example, label)``.
        given: the labels' places.
    """
    own = chances[np.arange(len(given)), given]
    totals = np.bincount(given, weights=own, minlength=chances.shape[1])
    thresholds = totals / np.maximum(np.bincount(given, minlength=chances.shape[1]), 1)
    confident = np.where(chances >= thresholds, chances, -1.0)
    best = confident.argmax(axis=1)
    surest = confident[np.arange(len(given)), best]
    return np.where(surest > ODDS * own, best, given)


def _judged(labels: Strings) -> tuple[Numbers, list[str]]:
    """Positions of the rows that are judged, spread over all that could be, and their labels."""
    told = labels.to_pylist()
    counts = Counter(told)
    fit = [place for place, label in enumerate(told) if counts[label] >= FOLDS]
    classes = sum(count >= FOLDS for count in counts.values())
    most = min(MOST_ROWS, MOST_PROBABILITIES // max(classes, 1), len(fit))
    spread = [fit[place * len(fit) // most] for place in range(most)]
    left = Counter(told[place] for place in spread)
    kept = [place for place in spread if left[told[place]] >= FOLDS]
    return np.array(kept, dtype=np.int64), [told[place] for place in kept]


def _out_of_fold(texts: Sequence[str], given: Numbers) -> Probabilities:
    """The probability ``(example, label)`` of every label, learned from the other folds.

    scikit-learn is loaded only here: hardly any process ever asks for it.
    """
    from sklearn.model_selection import StratifiedKFold, cross_val_predict  # noqa: PLC0415
    from sklearn.naive_bayes import MultinomialNB  # noqa: PLC0415

    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    model: Any = MultinomialNB(alpha=SMOOTHING)
    features = _features(texts)
    return np.asarray(cross_val_predict(model, features, given, cv=folds, method="predict_proba"))


def _features(texts: Sequence[str]) -> Any:
    """TF-IDF of words and their pairs, and of pieces of three or four letters, as a sparse matrix.

    Their weights are of all texts, which tells the model nothing about labels.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.pipeline import make_union  # noqa: PLC0415

    shared: dict[str, Any] = {
        "max_features": FEATURES,
        "sublinear_tf": True,
        "strip_accents": "unicode",
    }
    words = TfidfVectorizer(ngram_range=(1, 2), **shared)
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), **shared)
    return make_union(words, pieces).fit_transform(texts)


def _lead(chances: Probabilities, given: Numbers, likelier: Numbers) -> Probabilities:
    """By how much the likelier label is likelier."""
    rows = np.arange(len(given))
    return chances[rows, likelier] - chances[rows, given]


def _evidence(suspect: Suspect) -> Evidence:
    answer = f"{suspect.label} → {suspect.likelier}"
    return Evidence(row=suspect.row, text=suspect.text, answer=beginning(answer, ANSWER_BEGINNING))
