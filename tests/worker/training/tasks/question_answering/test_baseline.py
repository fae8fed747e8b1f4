from pathlib import Path

import numpy as np
import pytest

from schemas.split import Split
from tests.worker.training import corpora
from worker.training.examples import Source
from worker.training.tasks.question_answering import baseline
from worker.training.tasks.question_answering.data import Question

CONTEXT = "O réu recorreu. A sentença foi dada em maio. Houve multa."


def test_the_sentence_that_shares_most_words_answers():
    """Articles don't count, and case doesn't; of equal ones the first."""
    asked = Question("Quando foi dada a sentença?", CONTEXT)
    nothing = Question("Por quê?", CONTEXT)

    assert baseline.answer(asked, "pt") == "A sentença foi dada em maio."
    assert baseline.answer(nothing, "pt") == "O réu recorreu."


def test_its_rate_is_the_f1_of_those_sentences(tmp_path: Path):
    """One word of five is right, articles left out; silence would have been right once."""
    asked = [
        {
            "question": "Quando foi dada a sentença?",
            "context": CONTEXT,
            "answers": [{"text": "maio", "start": CONTEXT.index("maio")}],
        },
        {"question": "Quem recorreu ontem?", "context": CONTEXT, "answers": []},
    ]
    path = corpora.save_questions(tmp_path / "x.parquet", asked)
    source = Source(path, Split(np.array([], dtype=np.int64), np.arange(2)), seed=1)

    assert baseline.measure(source, "pt").rate == pytest.approx((2 * 1 / (5 + 1) + 0) / 2)
