from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets import table
from api.datasets.cells import Cell
from api.datasets.columns import Chosen
from api.datasets.formats.grid import Grid
from api.datasets.limits import Limits
from api.datasets.reading import Reading
from api.datasets.refusal import UnusableFileError
from api.datasets.table import Table
from api.datasets.tasks.text_classification import columns
from schemas.problems import DataProblem, ProblemCode
from schemas.reading import Role
from tests.api.datasets.sheets import asking

Values = Callable[[int], Cell]

LONG = "O autor alega que o contrato {} foi descumprido pela ré e pede indenização por danos"


def long_text(n: int) -> str:
    return LONG.format(n)


def intent(n: int) -> str:
    return f"When will card {n} arrive?"


def each_its_own(n: int) -> Cell:
    return n


def one_of(*labels: Cell) -> Values:
    return lambda n: labels[n % len(labels)]


def table_of(rows: int = 300, **named: Values) -> Table:
    """A table whose columns are functions of the row."""
    return table_with(rows, list(named), list(named.values()))


def table_with(rows: int, header: list[str], makers: list[Values]) -> Table:
    cells: list[list[Cell]] = [list(header)]
    cells += [[make(n) for make in makers] for n in range(rows)]
    grid = Grid(sheet=None, first_column=0, rows=iter(cells), passes_on=frozenset[ProblemCode]())
    return table.build(grid, Limits(), header)


def found(sheet: Table, reading: Reading | None = None) -> tuple[str, str, str | None]:
    chosen = columns.choose(sheet, reading or Reading())
    text, label, group = chosen[Role.TEXT], chosen[Role.LABEL], chosen.get(Role.GROUP)
    return text.column.name, label.column.name, group and group.column.name


def problems(sheet: Table, reading: Reading | None = None) -> list[DataProblem]:
    with pytest.raises(UnusableFileError) as refusal:
        columns.choose(sheet, reading or Reading())
    return refusal.value.problems


def test_a_prosecutor_s_sheet_is_understood():
    """What happened and how it ended, among where and who."""
    sheet = table_of(
        90,
        Comarca=one_of("Maceió", "Penedo"),
        Servidor=one_of("Ana", "Bia", "Rui"),
        **{"Descrição do fato": long_text, "Situação": one_of("Denúncia", "Acordo")},
    )

    assert found(sheet) == ("Descrição do fato", "Situação", None)


@pytest.mark.parametrize("rows", [4, 20, 300, 5000])
def test_names_that_say_it_are_believed(rows: int):
    """From the smallest sheet on, and whatever the order."""
    sheet = table_of(rows, ramo=one_of("a", "b"), texto=intent)

    assert found(sheet) == ("texto", "ramo", None)


@pytest.mark.parametrize("rows", [20, 300, 5000])
@pytest.mark.parametrize("text", [long_text, intent])
def test_values_tell_where_names_do_not(rows: int, text: Values):
    """Long and varied is text, few and short is label."""
    sheet = table_of(rows, x=one_of("a", "b"), y=text)

    assert found(sheet) == ("y", "x", None)


def test_seventy_seven_labels_are_found():
    """Many labels are fine in many rows."""
    labels = [f"intent_{n}" for n in range(77)]

    assert found(table_of(10_000, a=intent, b=one_of(*labels))) == ("a", "b", None)
    assert found(table_of(1_000, a=intent, label=one_of(*labels))) == ("a", "label", None)


def test_numbers_and_dates_are_no_texts():
    """Nor are codes, however long and varied."""
    sheet = table_of(
        300,
        numero=lambda n: f"{n:07}-14.2019.8.17.2001 {n}",
        data=lambda n: f"2024-01-02 10:30:{n % 60:02} {n:045}",
        pedido=long_text,
        vara=one_of("1", "2"),
    )

    assert found(sheet) == ("pedido", "vara", None)


def test_the_better_of_two_texts_is_taken_if_it_is_clear():
    """A court's name is text of a kind, but the plea is far longer."""
    sheet = table_of(
        300,
        parte=lambda n: f"Maria da Silva {n}",
        relato=lambda n: long_text(n) * 5,
        ramo=one_of("a", "b"),
    )

    assert found(sheet) == ("relato", "ramo", None)


def test_two_equal_texts_are_not_chosen_between():
    """The user is asked, and told between which."""
    sheet = table_of(300, c1=long_text, c2=lambda n: long_text(n + 1), ramo=one_of("a", "b"))

    [problem] = problems(sheet)

    assert problem.code is ProblemCode.COLUMNS_AMBIGUOUS
    assert problem.params == {"role": "text", "candidates": ["c1", "c2"]}


def test_two_equal_labels_are_not_chosen_between():
    """Where neither name says anything."""
    sheet = table_of(300, texto=long_text, c1=one_of("a", "b"), c2=one_of("c", "d", "e"))

    [problem] = problems(sheet)

    assert problem.code is ProblemCode.COLUMNS_AMBIGUOUS
    assert problem.params == {"role": "label", "candidates": ["c1", "c2"]}


def test_naming_one_of_two_settles_it():
    """The answer to the question is taken."""
    sheet = table_of(300, c1=long_text, c2=lambda n: long_text(n + 1), ramo=one_of("a", "b"))

    assert found(sheet, asking(text="c2")) == ("c2", "ramo", None)


@pytest.mark.parametrize("name", ["Tipo de Ação", "tipo_de_acao", " TIPO DE AÇÃO "])
def test_a_column_is_found_by_nearly_its_name(name: str):
    """Case, accents and spaces do not matter, and the column keeps its own name."""
    sheet = table_with(20, ["pedido", "Tipo de Ação"], [long_text, one_of("a", "b")])

    label = columns.choose(sheet, asking(label=name))[Role.LABEL]

    assert (label.column.name, label.confidence) == ("Tipo de Ação", 1.0)


def test_an_exact_name_comes_before_a_similar_one():
    """Two columns may differ only in case."""
    header = ["texto", "Ramo", "ramo"]
    sheet = table_with(20, header, [long_text, one_of("a", "b"), one_of("c", "d")])

    resolved = columns.choose(sheet, asking(label="ramo"))

    assert resolved[Role.LABEL].column.letter == "C"


def test_a_column_without_a_name_is_found_by_its_letter():
    """As the spreadsheet program shows it."""
    sheet = table_with(20, ["texto", ""], [long_text, one_of("a", "b")])

    assert found(sheet, asking(label="B")) == ("texto", "B", None)


def test_every_missing_column_is_told():
    """With what there is instead."""
    sheet = table_of(20, texto=long_text, ramo=one_of("a", "b"))

    wrong = problems(sheet, asking(text="corpo", label="vara", group="x"))

    assert [problem.params["wanted"] for problem in wrong] == ["corpo", "vara", "x"]
    assert {problem.code for problem in wrong} == {ProblemCode.COLUMN_NOT_FOUND}
    assert wrong[0].params["available"] == ["texto", "ramo"]


def test_problems_of_both_columns_are_told_at_once():
    """So that one look at the file mends both."""
    sheet = table_of(300, a=lambda n: n, b=lambda n: n / 3)

    assert [problem.code for problem in problems(sheet)] == [
        ProblemCode.TEXT_COLUMN_NOT_FOUND,
        ProblemCode.LABEL_COLUMN_NOT_FOUND,
    ]


def test_a_doubled_name_is_told():
    """Whether it was asked for or found; its letters tell the columns apart."""
    sheet = table_with(20, ["texto", "ramo", "texto"], [long_text, one_of("a", "b"), long_text])

    for reading in (Reading(), asking(text="texto")):
        [problem] = problems(sheet, reading)
        assert problem.code is ProblemCode.COLUMN_DUPLICATED
        assert problem.params["letters"] == ["A", "C"]


def test_a_doubled_name_without_values_harms_nobody():
    """An empty column is not the one that was meant."""
    sheet = table_with(20, ["texto", "ramo", "texto"], [long_text, one_of("a", "b"), one_of("")])

    assert columns.choose(sheet, Reading())[Role.TEXT].column.letter == "A"
    assert columns.choose(sheet, asking(text="texto"))[Role.TEXT].column.letter == "A"


def test_a_doubled_name_elsewhere_harms_nobody():
    """Columns that are not read may be called anything."""
    header = ["texto", "ramo", "obs", "obs"]
    makers = [long_text, one_of("a", "b"), one_of(1, 2, 3, ""), one_of(4, 5, "", "")]

    assert found(table_with(300, header, makers))[:2] == ("texto", "ramo")


@pytest.mark.parametrize(
    ("reading", "roles"),
    [
        (asking(text="texto", label="TEXTO"), ["text", "label"]),
        (asking(label="ramo", group="ramo"), ["label", "group"]),
    ],
)
def test_one_column_has_one_role(reading: Reading, roles: list[str]):
    """The text would give its label away."""
    [problem] = problems(table_of(20, texto=long_text, ramo=one_of("a", "b")), reading)

    assert problem.code is ProblemCode.COLUMNS_EQUAL
    assert problem.params["roles"] == roles


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.sampled_from(["", "a", "b", "um caso", "x y z " * 20]), max_size=4)))
def test_text_and_label_are_never_the_same(rows: list[list[str]]):
    """Whatever the values."""
    header = ["texto", "um", "label", "texto2"]
    grid = Grid(
        sheet=None,
        first_column=0,
        rows=iter([header, *rows]),
        passes_on=frozenset[ProblemCode](),
    )

    outcome = _resolved_or_none(table.build(grid, Limits()))

    assert outcome is None or outcome[Role.TEXT].column != outcome[Role.LABEL].column


def _resolved_or_none(sheet: Table) -> Chosen | None:
    try:
        return columns.choose(sheet, Reading())
    except UnusableFileError:
        return None


def test_documents_keep_rows_together():
    """A column named like one, with more groups than labels and more rows than groups."""
    sheet = table_of(300, texto=long_text, ramo=one_of("a", "b"), documento=lambda n: f"d{n // 5}")

    assert found(sheet) == ("texto", "ramo", "documento")


@pytest.mark.parametrize(
    "documents", [each_its_own, one_of("petição", "sentença"), one_of("d", *[""] * 9)]
)
def test_what_groups_nothing_is_no_group(documents: Values):
    """A number of each row's own, a kind of document, or a column that is mostly blank."""
    sheet = table_of(300, texto=long_text, ramo=one_of("a", "b"), documento=documents)

    assert found(sheet) == ("texto", "ramo", None)


def test_the_coarsest_group_is_taken():
    """Passages belong to a document, documents to a case."""
    sheet = table_of(
        300,
        texto=long_text,
        ramo=one_of("a", "b"),
        documento=lambda n: n // 5,
        processo=lambda n: n // 20,
    )

    assert found(sheet) == ("texto", "ramo", "processo")


def test_confidence_falls_with_doubt():
    """Named columns are surer than those found by their values; what was asked for is sure."""
    named = columns.choose(table_of(300, texto=long_text, label=one_of("a", "b")), Reading())
    guessed = columns.choose(table_of(300, x=long_text, y=one_of("a", "b")), Reading())
    told = columns.choose(
        table_of(300, x=long_text, y=one_of("a", "b")), asking(text="x", label="y")
    )

    for role in (Role.TEXT, Role.LABEL):
        sure = [chosen[role].confidence for chosen in (guessed, named, told)]
        assert 0.5 < sure[0] < sure[1] <= sure[2] == 1.0


def carried(n: int) -> dict[str, Values]:
    """What a sheet carries besides its examples; ``n`` people worked on it."""
    return {
        "id": each_its_own,
        "data": lambda row: f"2024-03-{1 + row % 28:02}",
        "nome": lambda row: f"Maria da Silva {row % n}",
        "processo": lambda row: f"{row:07}-14.2023.8.17.2001",
        "e-mail": lambda row: f"pessoa{row}@exemplo.com.br",
        "telefone": lambda row: f"(81) 9{row % 9}000-{row:04}",
        "observações": lambda row: ["", "", "ver com a chefia", f"prazo no dia {row % 30}"][
            row % 4
        ],
    }


@pytest.mark.parametrize("rows", [12, 60, 400, 3000])
@pytest.mark.parametrize(
    "labels",
    [("Cível", "Penal", "Família"), (1, 2, 3), ("sim", "não"), (True, False), (2019, 2020)],
)
def test_what_rows_carry_besides_is_not_read(rows: int, labels: tuple[Cell, ...]):
    """Names, dates, numbers and remarks are neither texts nor labels, whatever the labels are."""
    sheet = table_of(rows, **carried(5), relato=long_text, vara=one_of(*labels))

    assert found(sheet)[:2] == ("relato", "vara")


def test_what_is_left_aside_is_read_if_it_is_all_there_is():
    """A name is a label where nothing else is."""
    sheet = table_of(300, id=each_its_own, texto=long_text, nome=one_of("Ana", "Bia"))

    assert found(sheet)[:2] == ("texto", "nome")


@pytest.mark.parametrize("names", [("ementa", "relatorio"), ("relato", "pedido"), ("c1", "c2")])
def test_two_texts_are_one_question(names: tuple[str, str]):
    """And the label is no second one."""
    texts: dict[str, Values] = dict.fromkeys(names, long_text)

    [problem] = problems(table_of(300, **texts, vara=one_of("a", "b")))

    assert problem.params == {"role": "text", "candidates": [*names]}


def test_a_subject_is_no_rival_of_the_message():
    """It is far shorter."""
    sheet = table_of(
        300,
        titulo=lambda n: f"Reclamação sobre a conta número {n}",
        corpo=long_text,
        setor=one_of("TI", "RH"),
    )

    assert found(sheet)[:2] == ("corpo", "setor")


def test_a_sheet_without_a_header_is_read():
    """Its columns are called by their letters."""
    rows = iter([[n, long_text(n), "ab"[n % 2]] for n in range(60)])
    grid = Grid(sheet=None, first_column=0, rows=rows, passes_on=frozenset[ProblemCode]())

    assert found(table.build(grid, Limits()))[:2] == ("B", "C")


def of_several(sign: str) -> Values:
    """Up to three of five labels, in a hundred combinations."""
    labels = ["Cível", "Penal", "Família", "Consumo", "Júri"]
    return lambda n: sign.join(dict.fromkeys(labels[n // 5**place % 5] for place in range(3)))


@pytest.mark.parametrize("rows", [60, 400, 3000])
def test_a_column_of_several_labels_is_found(rows: int):
    """Its many combinations are few labels."""
    sheet = table_of(rows, id=each_its_own, pedido=long_text, temas=of_several("; "))

    assert found(sheet)[:2] == ("pedido", "temas")


def test_keywords_are_no_rival_of_labels():
    """A column of one label a cell is surer."""
    sheet = table_of(300, pedido=long_text, palavras=of_several(", "), vara=one_of("a", "b"))

    assert found(sheet)[:2] == ("pedido", "vara")


def test_lists_of_labels_are_no_texts():
    """However long they are."""
    lists = of_several('", "')
    sheet = table_of(300, a=intent, b=lambda n: f'["{lists(n)}"]')

    assert found(sheet)[:2] == ("a", "b")
