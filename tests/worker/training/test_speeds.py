from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.worker.training import small
from worker.training import speeds
from worker.training.hint import Hint
from worker.training.speeds import Rates, Speeds
from worker.training.work import Work

speed = st.floats(min_value=0.01, max_value=1e9)


def test_a_speed_is_remembered_by_device_model_and_task(base: Path, tmp_path: Path):
    """Another device has another; the latest run's replaces the one before."""
    job = small.job(tmp_path, base)
    speeds.of(job, "GPU").remember(Rates(learned=100, read=400))
    speeds.of(job, "CPU").remember(Rates(learned=5))
    speeds.of(job, "GPU").remember(Rates(learned=120, read=300))

    assert speeds.of(job, "GPU").recall() == Rates(learned=120, read=300)
    assert speeds.of(job, "CPU").recall() == Rates(learned=5)
    other = job.model_copy(update={"base_model": "another"})
    assert speeds.of(other, "GPU").recall() is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"GPU": 7}', '{"GPU": {"learned": -1}}'])
def test_a_file_that_makes_no_sense_is_no_hindrance(content: str, tmp_path: Path):
    """Nothing is known then, and the next run's speed can be kept."""
    path = tmp_path / "speeds.json"
    path.write_text(content)
    kept = Speeds(Hint(path, "GPU"))

    assert kept.recall() is None
    kept.remember(Rates(learned=3))
    assert kept.recall() == Rates(learned=3)


def test_before_an_exam_was_measured_reading_is_three_times_as_fast():
    """100 tokens to learn from at 10 a second, 60 to read at 30."""
    assert Rates(learned=10).seconds(Work(learned=100, read=60)) == 12
    assert Rates(learned=10, read=60).seconds(Work(learned=100, read=60)) == 11


@given(speed, speed, speed)
def test_at_another_speed_the_proportion_stays(learned: float, read: float, other: float):
    """Of reading to learning."""
    moved = Rates(learned=learned, read=read).at(other)

    assert moved.learned == other
    assert moved.read is not None
    assert moved.read / moved.learned == pytest.approx(read / learned)
    assert Rates(learned=learned).at(other).read is None
