from pathlib import Path

import numpy as np

from schemas.split import Split
from tests.worker.training import corpora
from worker.training.examples import Source
from worker.training.tasks.token_classification import baseline

LEARNED = [
    (["Ana", "mora", "em", "Santa", "Rita"], ["B-P", "O", "O", "B-L", "I-L"]),
    (["Rita", "mora", "em", "Rita"], ["B-P", "O", "O", "B-P"]),
]


def test_each_word_gets_its_commonest_tag():
    """In whatever case it was written there; unknown words are outside of all entities."""
    known = baseline.memorise(LEARNED)

    assert known["Rita"] == "B-P"
    assert baseline.recall(["Rita", "em", "Santa", "Cruz"], known) == ["B-P", "O", "B-L", "O"]


def test_tags_are_made_valid():
    """An inside that nothing begins is a beginning."""
    assert baseline.recall(["da", "Rita"], {"da": "I-L", "Rita": "I-L"}) == ["B-L", "I-L"]


def test_its_rate_is_the_f1_over_entities(tmp_path: Path):
    """Of two entities one is found, and one that is none."""
    asked = (["Ana", "Santa", "Cruz"], ["B-P", "B-L", "I-L"])
    path = corpora.save_sentences(tmp_path / "x.parquet", [*LEARNED, asked])
    source = Source(path, Split(np.array([0, 1]), np.array([2])), seed=1)

    assert baseline.measure(source).rate == 0.5
