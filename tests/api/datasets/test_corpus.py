import time
from pathlib import Path

import pytest

from api.datasets.preparation import Prepared
from tests.api.datasets.corpus import CORPUS
from tests.api.datasets.sheets import examples_in, read
from tests.api.datasets.specimen import Specimen
from tests.api.datasets.workbook_corpus import WORKBOOKS

FILES = CORPUS | WORKBOOKS
PATIENCE_SECONDS = 30
"""Of the processor, for a hundred megabytes; nearly all take a fraction of one."""


@pytest.mark.parametrize("specimen", FILES.values(), ids=FILES)
def test_every_file_has_an_outcome_and_every_row_is_accounted_for(
    tmp_path: Path, specimen: Specimen
):
    """Used or refused with a code, in bounded time; rows in are rows used plus rows left out."""
    path = tmp_path / "file"
    path.write_bytes(specimen.build())
    started = time.process_time()

    outcome = read(path, specimen.reading, specimen.limits, specimen.filename)

    assert time.process_time() - started < PATIENCE_SECONDS
    if isinstance(outcome, Prepared):
        assert (outcome.rows_used, outcome.rows_left_out) == specimen.outcome, outcome.left_out
        assert outcome.rows_total == outcome.rows_used + outcome.rows_left_out
        assert sum(outcome.left_out_counts.values()) == outcome.rows_left_out
        assert len(examples_in(path)) == outcome.examples
    else:
        assert outcome.problems[0].code == specimen.outcome, outcome.problems
