"""Logging is set up once a process, so each test starts one."""

import subprocess
import sys

import pytest

SAY = """
import logging as library
import sys
from infra import logging

logging.configure(sys.argv[1])
log = logging.get("worker.agent")
log.debug("a detail")
log.info("a fact", run="42")
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


def test_every_fact_is_one_line_with_its_circumstances():
    lines = said("info").splitlines()

    assert len(lines) == 3
    for word in ("info", "a fact", "worker.agent", "run=42"):
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
