from sqlalchemy import Table

from schemas import tables

FOLDED = [tables.runs, tables.attempts, tables.epochs, tables.datasets, tables.workers]


def test_every_folded_row_knows_the_last_message_it_heard():
    """A replay compares rows by it, and a reader sees how fresh they are."""
    for table in [*FOLDED, tables.progress]:
        assert "last_sequence" in table.columns


def test_the_read_model_names_no_schema():
    """The search path does, so that a replay can build it elsewhere."""
    assert {table.schema for table in tables.read_model.sorted_tables} == {None}
    assert {table.schema for table in tables.access.sorted_tables} == {"access"}


def test_no_table_of_the_read_model_depends_on_another():
    """Messages are folded one stream at a time; a foreign key would order them."""
    assert not any(foreign_keys(table) for table in tables.read_model.sorted_tables)


def foreign_keys(table: Table) -> int:
    return len(table.foreign_key_constraints)
