from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.worker.training import small
from worker.training import experience
from worker.training.experience import Known

budgets = st.integers(1, 1 << 20)
news = st.lists(st.tuples(st.booleans(), budgets), min_size=1, max_size=12)


def told(history: list[tuple[bool, int]]) -> Known:
    known = Known()
    for is_good, tokens in history:
        known = known.having_worked(tokens, tokens) if is_good else known.having_failed(tokens, 100)
    return known


@given(news)
def test_what_worked_is_always_below_what_failed(history: list[tuple[bool, int]]):
    """The latest news outweigh older ones that they contradict."""
    known = told(history)
    is_good, tokens = history[-1]

    assert known.failed is None or known.worked < known.failed
    assert known.worked >= tokens if is_good else known.failed is not None
    assert is_good or (known.failed or 0) <= tokens


@given(news, budgets)
def test_no_budget_that_failed_is_begun_with(history: list[tuple[bool, int]], tokens: int):
    """Rather one that worked, or half of the one that failed."""
    known = told(history)
    begun = known.below_failure(tokens)

    assert begun == tokens or begun < (known.failed or 0) <= tokens


def test_a_failure_is_forgotten_when_there_is_more_memory():
    """Somebody else's work may have filled the device then."""
    known = Known().having_failed(800, free_bytes=1000)

    assert known.now(1250).failed == 800
    assert known.now(1251) == Known()


def test_experience_is_of_one_device_model_and_length(tmp_path: Path):
    """Several runs of the same kind share it."""
    job = small.job(tmp_path, Path("base"))
    experience.of(job, "GPU", 512).worked(4096, wanted=8192)
    experience.of(job, "GPU", 512).failed(8192, free_bytes=7)
    other = job.model_copy(update={"base_model": "another"})

    known = experience.of(job, "GPU", 512).recall(free_bytes=7)
    assert known == Known(worked=4096, wanted=8192, failed=8192, free_bytes=7)
    for stranger in (
        experience.of(job, "CPU", 512),
        experience.of(job, "GPU", 256),
        experience.of(other, "GPU", 512),
    ):
        assert stranger.recall(7) == Known()


def test_entries_that_make_no_sense_are_left_aside(tmp_path: Path):
    """As if there were none."""
    kept = experience.of(small.job(tmp_path, Path("base")), "GPU", 512)
    kept.hint.remember({"worked": -3})

    assert kept.recall(7) == Known()
