"""Telemetry as a worker keeps it, with only what a test cares about spelled out."""

from schemas import subjects
from schemas.telemetry import LogLevel, LogLine, LogsReported, Phase, ProgressReported
from tests.worker.agent.stories import NOW, RUN
from worker.agent.outbox import Measured

PROGRESS = subjects.progress(RUN, "here")
LOGS = subjects.logs(RUN, "here")


def progress(step: int) -> bytes:
    report = ProgressReported(
        run_id=RUN,
        worker_id="here",
        attempt=1,
        occurred_at=NOW,
        phase=Phase.TRAINING,
        fraction=0.5,
        epoch=1,
        epochs=2,
        step=step,
        steps=1000,
        train_loss=None,
        learning_rate=None,
        examples_per_second=None,
        seconds_left=None,
        is_guess=False,
    )
    return report.model_dump_json().encode()


def logs(*texts: str) -> bytes:
    lines = [LogLine(at=NOW, level=LogLevel.INFO, text=text) for text in texts]
    report = LogsReported(run_id=RUN, worker_id="here", attempt=1, lines=lines)
    return report.model_dump_json().encode()


def steps_of(kept: list[Measured]) -> list[int]:
    """Of the progress reports among ``kept``."""
    reports = [one.data for one in kept if one.subject == PROGRESS]
    return [ProgressReported.model_validate_json(data).step for data in reports]


def texts_of(kept: list[Measured]) -> list[str]:
    """Of the log lines among ``kept``."""
    messages = [one.data for one in kept if one.subject == LOGS]
    reports = [LogsReported.model_validate_json(data) for data in messages]
    return [line.text for report in reports for line in report.lines]


def text_of(account: Measured) -> str:
    [text] = texts_of([account])
    return text
