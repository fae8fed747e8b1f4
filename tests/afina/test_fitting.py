import sys
from pathlib import Path

import pytest

from afina.fitting import Chronicle
from schemas.events.run import FailureCode
from schemas.telemetry import LogLevel
from worker.messages import Failed, Logged


def test_the_log_is_written_line_by_line(tmp_path: Path):
    """After what an earlier call left there."""
    path = tmp_path / "log.txt"
    path.write_text("earlier\n", encoding="utf-8")

    Chronicle(path).keep(Logged(level=LogLevel.INFO, text="Ação"))

    earlier, line = path.read_text(encoding="utf-8").splitlines()
    assert earlier == "earlier"
    assert line.endswith(" info: Ação")


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is of Linux")
def test_a_disk_without_room_for_the_log_hides_no_ending():
    """A traceback about the log would stand where the reason should."""
    chronicle = Chronicle(Path("/dev/full"))

    chronicle.keep(Failed(code=FailureCode.DISK_FULL, detail="no room", retryable=True))

    assert chronicle.epochs == []
