from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.progress import PAUSE_SECONDS, Noted, Progress, Stage, noted, paced

News = tuple[Stage, float]


def heard(news: list[News], seconds: list[float]) -> list[News]:
    """What comes through when each of ``news`` is told at its second."""
    told: list[News] = []
    clock = iter(seconds)
    tell: Progress = paced(lambda *one: told.append(one), lambda: next(clock))
    for one in news:
        tell(*one)
    return told


def test_news_come_no_faster_than_anybody_follows():
    """Between two about the same stage there is a pause; what comes in it is passed over."""
    news = [(Stage.READING, step / 10) for step in range(5)]

    told = heard(news, [0, 0.1, PAUSE_SECONDS, 0.25, 2 * PAUSE_SECONDS])

    assert told == [news[0], news[2], news[4]]


def test_a_new_stage_is_told_at_once():
    """A short stage between two long ones is seen too."""
    news = [(Stage.OPENING, 0.0), (Stage.READING, 0.0), (Stage.SORTING, 0.0)]

    assert heard(news, [0, 0, 0]) == news


def test_until_anything_is_written_down_a_file_is_on_its_way(tmp_path: Path):
    """Whoever asks too early gets an answer."""
    assert noted(tmp_path / "progress") == (Stage.RECEIVING, 0.0)


@given(news=st.lists(st.tuples(st.sampled_from(Stage), st.floats(0, 1)), min_size=1, max_size=5))
def test_what_is_written_down_last_is_read(news: list[News]):
    """To four decimals."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "progress"
        for stage, fraction in news:
            Noted(path)(stage, fraction)
        found = noted(path)

    assert found == (news[-1][0], pytest.approx(news[-1][1], abs=1e-4))
