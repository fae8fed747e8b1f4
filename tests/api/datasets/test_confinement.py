import subprocess
import sys

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


@pytest.mark.skipif(sys.platform != "linux", reason="the system offers no such bound")
def test_a_confined_process_gets_no_more_memory():
    """What it asks for beyond its bound is denied, and the rest of the machine keeps it."""
    greedy = [sys.executable, "-c", GREEDY]

    answer = subprocess.run(greedy, capture_output=True, text=True, check=False)

    assert answer.stdout == "confined\n", answer.stderr
