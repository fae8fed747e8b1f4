import subprocess
import sys
from pathlib import Path

import pytest

GREEDY = """
from api.datasets.confinement import confine
bytearray(200 * 1024 * 1024)
confine(100 * 1024 * 1024)
try:
    bytearray(200 * 1024 * 1024)
except MemoryError:
    print("confined")
"""

WIDE = """
import sys
from pathlib import Path
from api.datasets.confinement import confine
from api.datasets.preparation import Wish, prepare
path = Path(sys.argv[1])
confine(200 * 1024 * 1024)
outcome = prepare(path, path.name, Wish(), path.parent)
print([problem.code.value for problem in outcome.problems])
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the system offers no such bound")


def test_a_confined_process_gets_no_more_memory():
    """What it asks for beyond its bound is denied, and the rest of the machine keeps it."""
    greedy = [sys.executable, "-c", GREEDY]

    answer = subprocess.run(greedy, capture_output=True, text=True, check=False)

    assert answer.stdout == "confined\n", answer.stderr


def test_a_file_that_needs_more_is_refused(tmp_path: Path):
    """Thirty million cells in one row take more memory than this process may have."""
    path = tmp_path / "wide.csv"
    path.write_bytes(b";" * 30_000_000)
    reading = [sys.executable, "-c", WIDE, str(path)]

    answer = subprocess.run(reading, capture_output=True, text=True, check=False)

    assert answer.stdout == "['file_unreadable']\n", answer.stderr
