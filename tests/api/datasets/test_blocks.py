import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets import table
from api.datasets.formats.grid import Block, Grid
from api.datasets.limits import Limits
from api.datasets.refusal import UnusableFileError
from api.datasets.table import Table
from schemas.problems import ProblemCode

CELLS = st.sampled_from(["", " ", "um caso", "a", "b"])
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=60)


def built(grid: Grid) -> Table | list[ProblemCode]:
    try:
        return table.build(grid, Limits())
    except UnusableFileError as error:
        return [problem.code for problem in error.problems]


def blocks(rows: list[list[str]], sizes: list[int]) -> list[Block]:
    """The rows by columns in blocks of these sizes; columns without a value are left out."""
    made: list[Block] = []
    while rows:
        size = sizes[len(made) % len(sizes)]
        columns = dict(enumerate(map(list, zip(*rows[:size], strict=True))))
        filled = {place: pa.array(column) for place, column in columns.items() if any(column)}
        made.append(Block(rows=len(rows[:size]), columns=filled))
        rows = rows[size:]
    return made


@settings(deadline=None)
@given(ROWS, st.lists(st.integers(1, 30), min_size=1, max_size=4))
def test_rows_and_columns_make_the_same_table(rows: list[list[str]], sizes: list[int]):
    """Wherever the header stands, and however the blocks are cut."""
    nothing = frozenset[ProblemCode]()

    by_rows = built(Grid(sheet=None, rows=iter(rows), passes_on=nothing))
    by_columns = built(Grid(sheet=None, blocks=iter(blocks(rows, sizes)), passes_on=nothing))

    assert by_columns == by_rows
