from api.datasets.reading import ChosenColumn, ResolvedReading
from api.datasets.tasks.sheet import Sheet
from schemas.reading import Role
from schemas.tasks import Task
from tests.api.datasets.tasks.tables import table_of

TABLE = table_of(["texto", "doc", "lado"], [" um ", "d1", "teste"], ["dois", "", "treino"])


def sheet(**letters: str) -> Sheet:
    columns = {Role(role): ChosenColumn(role, letter, 1.0) for role, letter in letters.items()}
    return Sheet(TABLE, ResolvedReading(task=Task.TEXT_GENERATION, columns=columns))


def test_a_role_that_no_column_has_is_blank_in_every_row():
    """So that whoever reads it needs no case of its own."""
    found = sheet(text="A")

    assert found.column(Role.SYSTEM) is None
    assert found.raw(Role.SYSTEM).to_pylist() == found.cleaned(Role.SYSTEM).to_pylist() == ["", ""]
    assert found.groups().to_pylist() == found.splits().to_pylist() == [None, None]


def test_columns_are_seen_by_their_roles():
    """By letter: names may come twice."""
    found = sheet(text="A", group="B", split="C")

    assert found.raw(Role.TEXT).to_pylist() == [" um ", "dois"]
    assert found.cleaned(Role.TEXT).to_pylist() == ["um", "dois"]
    assert found.groups().to_pylist() == ["d1", None]
    assert found.splits().to_pylist() == ["validation", "train"]


def test_rows_are_numbered_as_in_the_file():
    """The header is row 1."""
    assert sheet(text="A").numbers().to_pylist() == [2, 3]
