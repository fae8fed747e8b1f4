import math

import pytest
from pydantic import ValidationError

from schemas.telemetry import (
    HEARTBEAT_SECONDS,
    PRESENCE_TTL_SECONDS,
    Heartbeat,
    LogsReported,
    ProgressReported,
    telemetry,
)
from tests.schemas.examples import heartbeat, log_lines, progress


@pytest.mark.parametrize("message", [progress(), log_lines("um", "dois")])
def test_telemetry_survives_the_wire(message: ProgressReported | LogsReported):
    assert telemetry.validate_json(message.model_dump_json()) == message


def test_telemetry_is_told_apart_by_its_type():
    assert isinstance(telemetry.validate_json(progress().model_dump_json()), ProgressReported)
    assert isinstance(telemetry.validate_json(log_lines().model_dump_json()), LogsReported)
    with pytest.raises(ValidationError):
        telemetry.validate_json(heartbeat().model_dump_json())


@pytest.mark.parametrize("fraction", [-0.01, 1.01, math.nan])
def test_progress_lies_between_nothing_and_everything(fraction: float):
    with pytest.raises(ValidationError):
        progress(fraction=fraction)


def test_a_loss_that_exploded_is_not_a_number_to_show():
    """JSON has no infinity; whoever measures must say None instead."""
    with pytest.raises(ValidationError):
        progress(train_loss=math.inf)


def test_a_heartbeat_survives_the_wire():
    beat = heartbeat(temperature_celsius=61.5)

    assert Heartbeat.model_validate_json(beat.model_dump_json()) == beat


def test_a_presence_outlives_two_lost_heartbeats():
    assert PRESENCE_TTL_SECONDS >= 3 * HEARTBEAT_SECONDS
