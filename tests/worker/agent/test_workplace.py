"""Where a worker keeps its things, and what one run takes over from another."""

from pathlib import Path
from uuid import UUID

from tests.worker.agent.test_answerer import settings
from worker.agent.workplace import Workplace

FAILED, AGAIN = UUID(int=1), UUID(int=2)


def test_a_run_takes_over_what_a_failed_one_kept_once(tmp_path: Path):
    """The folder moves; a run that has begun, as after an interruption, keeps its own."""
    workplace = Workplace.prepare(settings(tmp_path))
    assert not workplace.take_over(FAILED, AGAIN)
    kept = workplace.run(FAILED) / "checkpoints" / "weights"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"learned")

    assert workplace.take_over(FAILED, AGAIN)

    assert (workplace.run(AGAIN) / "checkpoints" / "weights").read_bytes() == b"learned"
    assert not workplace.run(FAILED).exists()
    workplace.run(FAILED).mkdir()
    assert not workplace.take_over(FAILED, AGAIN)
