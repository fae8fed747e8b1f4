import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets import lists
from api.datasets.reading import NO_SEPARATOR
from api.datasets.refusal import UnusableFileError
from api.datasets.table import Column
from api.datasets.tasks.text_classification import separator
from schemas.problems import ProblemCode
from schemas.reading import LABEL_LISTS
from tests.api.datasets.tasks.tables import table_of

SIGNS = st.sampled_from(separator.SIGNS)
LABELS = st.sets(st.sampled_from(["Cível", "Penal", "Direito do Consumidor", "a-b", "2ª Vara"]))
COMBINATIONS = ["Cível", "Penal", "Cível{}Penal", "Família{}Penal", "Cível{}Família{}Penal"]


def column(*cells: str) -> Column:
    return table_of(["assunto"], *([cell] for cell in cells)).columns[0]


def joined(sign: str) -> list[str]:
    return [cell.replace("{}", sign) for cell in COMBINATIONS]


@given(LABELS, SIGNS)
def test_labels_that_are_joined_are_split(labels: set[str], sign: str):
    """In whatever order, and however often each stands there."""
    cell = sign.join([*labels, *sorted(labels, reverse=True)])

    assert separator.split(cell, sign) == tuple(sorted(labels))


@given(LABELS, SIGNS, st.sampled_from(["", " ", "\t"]))
def test_spaces_around_labels_do_not_matter(labels: set[str], sign: str, space: str):
    """Nor do separators at the ends."""
    cell = sign + f"{space}{sign}{space}".join(labels) + sign

    assert separator.split(cell, sign) == tuple(sorted(labels))


@given(LABELS)
def test_labels_in_a_list_are_split(labels: set[str]):
    """With whatever signs within them; a cell that is no list is one label."""
    assert separator.split(lists.write([*labels]), LABEL_LISTS) == tuple(sorted(labels))
    assert separator.split("a; b", LABEL_LISTS) == ("a; b",)


@given(SIGNS)
def test_labels_that_come_again_in_other_combinations_are_asked_about(sign: str):
    """With the separator, and cells to recognise."""
    with pytest.raises(UnusableFileError) as refusal:
        separator.settle(column(*joined(sign)), None)

    [problem] = refusal.value.problems
    assert problem.code is ProblemCode.SEPARATOR_UNCONFIRMED
    assert problem.column == "assunto"
    assert problem.params == {"separator": sign, "examples": joined(sign)[2:]}


@given(SIGNS)
def test_the_answer_is_taken(sign: str):
    """That it separates, that another sign does, or that nothing does."""
    cells = column(*joined(sign))

    assert separator.settle(cells, sign) == sign
    assert separator.settle(cells, "+") == "+"
    assert separator.settle(cells, NO_SEPARATOR) is None


@pytest.mark.parametrize(
    "cells",
    [
        ["Direito Civil, Família", "Direito Civil, Sucessões", "Direito Penal, Júri"],
        ["Direito Civil, Família", "Direito Civil , Família", "Direito Penal"],
        ["Compra, venda e troca", "Locação", "Posse, uso e gozo"],
        ["1,5", "2,5", "1,2", "5,0", "0,5"],
        ["Cível; Penal", "Penal; Cível", "Família"],
        ["A|B", "C|D", "E"],
        ["deferido", "indeferido"],
        ["A/B", "B/C", "A/C"],
        ["1/2", "2/3"],
    ],
)
def test_signs_within_names_are_not_asked_about(cells: list[str]):
    """Names with commas, spelled in two ways too, decimals, and parts that never come again."""
    assert separator.settle(column(*cells * 10), None) is None


def test_lists_of_numbers_are_told_from_decimals():
    """Three numbers in a cell are no decimal."""
    assert separator.suspected(column("1,2", "2,3", "1,2,3", "1,3")) is not None


def test_the_sign_that_ties_most_cells_is_asked_about():
    """A comma within the labels does not hide the semicolon between them."""
    cells = ["Civil, comum; Penal", "Penal; Júri", "Civil, comum; Júri", "Penal", "Júri"]

    several = separator.suspected(column(*cells))

    assert several is not None
    assert (several.separator, several.labels) == (";", {"Civil, comum", "Penal", "Júri"})


def test_a_few_odd_cells_do_not_hide_the_others():
    """More than half of the cells that are cut must tie."""
    tied = joined(";")

    assert separator.suspected(column(*tied, "x;y")) is not None
    assert separator.suspected(column(*tied, "x;y", "v;w", "t;u")) is None


def test_lists_need_no_question():
    """The file says itself that there are several."""
    assert separator.settle(column('["a","b"]', '["b"]'), None) == LABEL_LISTS
    assert separator.settle(column('["a","b"]', '["b"]'), NO_SEPARATOR) is None
    assert separator.settle(column('["a","b"]', "b"), None) is None


def test_texts_are_not_looked_into():
    """A column of long cells holds no labels."""
    long = " x" * separator.LONGEST_CELLS

    assert separator.suspected(column(*(cell + long for cell in joined(";")))) is None
    assert not separator.is_listed(column(lists.write(["w"] * separator.LONGEST_LISTS)))
