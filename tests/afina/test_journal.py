import io
import json
from pathlib import Path

from afina.journal import Journal


def test_people_read_who_said_what(tmp_path: Path):
    terminal = io.StringIO()
    journal = Journal(tmp_path / "log", terminal)
    journal.line("api", "serving")
    journal.line("nats", "chatter", murmur=True)
    journal.close()

    assert terminal.getvalue() == "api       serving\n"
    said = (tmp_path / "log").read_text().splitlines()
    assert [line.split(maxsplit=2)[2] for line in said] == [
        "api       serving",
        "nats      chatter",
    ]


def test_programs_read_one_object_a_line_whoever_speaks(tmp_path: Path):
    """Our processes' own fields are kept; a server's line becomes a message."""
    terminal = io.StringIO()
    journal = Journal(tmp_path / "log", terminal, as_json=True)
    journal.line("local-1", '{"message": "claimed", "run_id": "42", "process": "worker"}')
    journal.line("postgres", "LOG: ready")
    journal.line("nats", "[1, 2]")
    journal.close()

    ours, theirs, odd = map(json.loads, (tmp_path / "log").read_text().splitlines())
    assert ours == {"message": "claimed", "run_id": "42", "process": "local-1"}
    assert (theirs["message"], theirs["process"]) == ("LOG: ready", "postgres")
    assert theirs["timestamp"].endswith("+00:00")
    assert odd["message"] == "[1, 2]"
    assert len(terminal.getvalue().splitlines()) == 3
