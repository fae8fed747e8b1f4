"""Logging is set up once a process, so each test starts one."""

import ast
import json
import logging as library
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from infra import logging
from tests.schemas.examples import epoch_completed, run_requested

SAY = """
import logging as library
import sys
from infra import logging

logging.configure(sys.argv[1])
log = logging.get("worker.agent")
log.debug("a detail")
log.info("a fact", run_id="42")
log.error("a fault")
library.getLogger("uvicorn").info("a library's %s", "fact")
library.getLogger("nats").info("chatter")
"""


def said(level: str) -> str:
    process = subprocess.run(
        [sys.executable, "-c", SAY, level], capture_output=True, text=True, check=True
    )
    assert process.stdout == ""
    return process.stderr


def test_a_library_that_complains_again_and_again_is_heard_now_and_then():
    """A collector of traces that is away would fill the disk with one sentence."""
    name = "tests.a_library"
    heard: list[str] = []
    handler = library.Handler()
    handler.emit = lambda record: heard.append(record.getMessage())
    library.getLogger(name).addHandler(handler)
    logging.sparingly(name, 300)
    for count, created in enumerate([1000.0, 1001.0, 1299.0, 1300.0, 1301.0]):
        record = library.makeLogRecord(
            {"name": name, "levelno": 40, "msg": str(count), "created": created}
        )
        library.getLogger(name).handle(record)
    assert heard == ["0", "3"]


def test_every_fact_is_one_line_with_its_circumstances():
    lines = said("info").splitlines()

    assert len(lines) == 3
    for word in ("info", "a fact", "worker.agent", "run_id=42"):
        assert word in lines[0]


@pytest.mark.parametrize(("level", "lines"), [("DEBUG", 4), ("info", 3), ("error", 1)])
def test_the_level_decides_what_is_said(level: str, lines: int):
    assert len(said(level).splitlines()) == lines


def test_libraries_speak_in_our_shape_and_the_chatty_ones_less():
    text = said("info")

    assert "a library's fact" in text
    assert "chatter" not in text


def test_a_file_gets_no_colours():
    assert "\x1b[" not in said("debug")


FAIL = """
from infra import logging

def open_door(token):
    raise ZeroDivisionError("of ours")

logging.configure("info")
try:
    open_door("afn_" + "secret")
except ZeroDivisionError as error:
    logging.get("api").error("fault", exc_info=error)
"""


def test_a_fault_is_told_without_the_values_of_variables():
    """They may be access tokens, or what people wrote."""
    process = subprocess.run(
        [sys.executable, "-c", FAIL], capture_output=True, text=True, check=True
    )

    assert "ZeroDivisionError: of ours" in process.stderr
    assert "in open_door" in process.stderr
    assert "afn_secret" not in process.stderr


SAY_AS_JSON = """
from infra import logging

logging.configure("info", logging.LogFormat.JSON, "worker")
log = logging.get("worker.agent")
with logging.bound(run_id="42"):
    log.info("a fact of São Paulo", attempt=2)
log.error("no run's fault")
def open_door(token):
    raise ZeroDivisionError("of ours")

try:
    open_door("afn_" + "secret")
except ZeroDivisionError as error:
    log.error("fault", exc_info=error)
"""


def said_as_json() -> list[dict[str, object]]:
    process = subprocess.run(
        [sys.executable, "-c", SAY_AS_JSON], capture_output=True, text=True, check=True
    )
    assert "secret" not in process.stderr
    return [json.loads(line) for line in process.stderr.splitlines()]


def test_programs_read_one_object_a_line_with_what_every_line_must_have():
    fact, other, fault = said_as_json()

    assert fact | {"timestamp": ""} == {
        "timestamp": "",
        "level": "info",
        "logger": "worker.agent",
        "process": "worker",
        "message": "a fact of São Paulo",
        "run_id": "42",
        "attempt": 2,
    }
    assert str(fact["timestamp"]).endswith("Z")
    assert "run_id" not in other
    assert "ZeroDivisionError: of ours" in str(fault["exception"])


def test_a_line_about_an_event_names_it_and_its_request():
    event = epoch_completed(1)

    with logging.about(event, sequence=7):
        fields = structlog.contextvars.get_contextvars()

    assert fields == {
        "event_id": str(event.event_id),
        "event_type": "run.epoch_completed.v1",
        "trace_id": event.correlation_id.hex,
        "run_id": str(event.run_id),
        "worker_id": event.worker_id,
        "attempt": 1,
        "sequence": 7,
    }
    assert structlog.contextvars.get_contextvars() == {}
    with logging.about(run_requested()):
        assert "worker_id" not in structlog.contextvars.get_contextvars()


ROOT = Path(__file__).parents[2]
ROOMS = ("afina", "api", "consumers", "infra", "worker/agent")
OTHER_NAMES = {
    "run": "run_id",
    "worker": "worker_id",
    "dataset": "dataset_id",
    "type": "event_type",
    "reason": "error",
    "trace": "trace_id",
}
LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}


def logged_fields() -> Iterator[tuple[str, str]]:
    """Every field of every call that writes a line, and where."""
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text())):
                if isinstance(call, ast.Call) and is_line(call.func):
                    for field in call.keywords:
                        yield f"{path.name}:{call.lineno}", field.arg or ""


def is_line(called: ast.expr) -> bool:
    match called:
        case ast.Attribute(ast.Name("log" | "told"), level):
            return level in LEVELS
        case _:
            return isinstance(called, ast.Name) and called.id == "tell"


def test_a_field_has_one_name_everywhere():
    """Who looks for a run must not have to guess how this line calls it."""
    found = list(logged_fields())
    assert len(found) > 50
    assert {place: OTHER_NAMES[name] for place, name in found if name in OTHER_NAMES} == {}
