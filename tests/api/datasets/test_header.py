import pytest

from api.datasets import header


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        ([], None),
        ([["", " "], []], None),
        ([["texto", "ramo"]], 0),
        ([["", ""], ["texto", "ramo"]], 1),
        ([["Relatório de 2024", ""], ["texto", "ramo"]], 1),
        ([["Relatório de 2024"], [], ["texto", "ramo"]], 2),
        ([["Movimento"], ["Vara cível"], ["Texto", "Ramo"]], 2),
        ([["texto", ""], ["bom dia", "saudação"]], 0),
        ([["Movimento", ""], ["12", "34"]], 0),
        ([["Movimento", ""], ["igual", "Igual"]], 0),
        ([["Movimento", ""], ["x" * 61, "a"]], 0),
        ([["Movimento"], ["só uma coluna"]], 0),
        ([["Fato", "", "Conteúdo", ""], ["Nº", "Data", "Relato dos fatos", "Situação"]], 1),
        ([["texto", "ramo", ""], ["Tipo", "Área", "Setor"]], 1),
        ([["texto", "categoria", ""], ["bom dia", "saudação", "sim"]], 0),
        ([["texto", "categoria"], ["Tipo", "Área"]], 0),
    ],
)
def test_the_header_is_the_first_row_of_names(rows: list[list[str]], index: int | None):
    """A lone cell above several names is a title; a lone known name is a header in need of more."""
    assert header.find(rows) == index


def test_a_name_that_was_asked_for_is_no_title():
    """The user says that this cell is a column."""
    rows = [["Petições", ""], ["bom dia", "saudação"]]

    assert header.find(rows) == 1
    assert header.find(rows, ["peticoes"]) == 0
