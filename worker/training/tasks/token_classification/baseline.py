"""What remembering words reaches on the same split."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from schemas.baselines import BaselineCode
from schemas.metrics import Baseline
from worker.training.examples import Source
from worker.training.tasks.token_classification import data, metrics
from worker.training.tasks.token_classification.data import OUTSIDE
from worker.training.tasks.token_classification.metrics import Tags


def measure(source: Source) -> Baseline:
    """The rates of giving each word the tag that it had most often."""
    examples = data.read(source.path)
    known = memorise((examples.sentences[row], examples.tags[row]) for row in source.split.training)
    asked = source.split.held_out
    truth = [examples.tags[row] for row in asked]
    predicted = [recall(examples.sentences[row], known) for row in asked]
    counts = metrics.counts(truth, predicted, data.types(examples))
    return Baseline(
        code=BaselineCode.KNOWN_WORDS,
        rate=float(counts.together.f1[0]),
        macro_f1=counts.macro_f1,
    )


def memorise(sentences: Iterable[tuple[data.Words, Tags]]) -> dict[str, str]:
    """The commonest tag of each word; of equally common ones the first that was met."""
    times: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for words, tags in sentences:
        for word, tag in zip(words, tags, strict=True):
            times[word][tag] += 1
    return {word: tags.most_common(1)[0][0] for word, tags in times.items()}


def recall(words: data.Words, known: dict[str, str]) -> list[str]:
    """The tags of a sentence; words that were never met belong to no entity."""
    return metrics.repair([known.get(word, OUTSIDE) for word in words])
