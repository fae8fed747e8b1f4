from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.quality.personal import MASK, Kind, masked, places
from schemas.checks import CheckCode, Severity
from tests.api.datasets.quality.judgement import codes, finding, judged, plenty

CPF = "529.982.247-25"
CNPJ = "11.222.333/0001-81"
FOUND = [
    (Kind.CPF, CPF),
    (Kind.CPF, "CPF nº 52998224725"),
    (Kind.CNPJ, CNPJ),
    (Kind.CNPJ, "12.ABC.345/01DE-35"),
    (Kind.CNPJ, "CNPJ: 11222333000181"),
    (Kind.EMAIL, "maria.silva+2@exemplo.com.br"),
    (Kind.PHONE, "(82) 99123-4567"),
    (Kind.PHONE, "(82) 3123-4567"),
    (Kind.PHONE, "+55 82 99123-4567"),
    (Kind.PHONE, "82 99123-4567"),
]
UNFOUND = [
    "529.982.247-26",
    "111.111.111-11",
    "52998224725",
    "11.222.333/0001-82",
    "00.000.000/0000-00",
    "0001234-56.2019.8.02.0001",
    "art. 155, § 4º, da Lei 9.099/1995",
    "R$ 1.234.567,89 em 12/05/2019",
    "fl. 1234-5678",
    "maria@exemplo",
    "(02) 3123-4567",
    "protocolo 82991234567",
]
SIGNS = st.text("019.-/() +@aC5m", max_size=40)
TEXTS = st.lists(SIGNS | st.sampled_from([told for _, told in FOUND]), max_size=5).map("".join)


@pytest.mark.parametrize(("kind", "told"), FOUND)
def test_what_may_tell_who_somebody_is_is_found(kind: Kind, told: str):
    """Numbers by their check digits, the others by their shape; a CNPJ may have letters."""
    [place] = places(f"O réu, {told}, foi citado.")

    assert place.kind is kind


@pytest.mark.parametrize("told", UNFOUND)
def test_other_numbers_are_not_personal(told: str):
    """Wrong check digits, placeholders, lawsuits, laws, amounts, pages."""
    assert places(f"Consta {told} nos autos.") == []


def test_only_the_number_is_masked():
    """What stands around it stays, and so do the signs inside."""
    assert masked(f"O réu (CPF {CPF}) fugiu.") == "O réu (CPF •••.•••.•••-••) fugiu."
    assert masked("CPF 52998224725!") == f"CPF {MASK * 11}!"
    assert masked("de a.b@c.br.") == "de •.•@•.••."


@given(TEXTS)
def test_nothing_personal_is_left_after_masking(text: str):
    """Nor is any sign lost or moved."""
    hidden = masked(text)

    assert places(hidden) == []
    assert len(hidden) == len(text)
    assert all(sign in {MASK, kept} for sign, kept in zip(hidden, text, strict=True))


@given(TEXTS)
def test_places_are_apart(text: str):
    """In order, none inside another."""
    found = places(text)

    assert all(one.end <= other.begin for one, other in pairwise(found))


def test_texts_with_personal_data_are_counted_by_kind(tmp_path: Path):
    """Information only: nothing is offered, and what is shown is masked."""
    rows = [
        *plenty(),
        [f"O réu de CPF {CPF} e telefone (82) 99123-4567 recorre da decisão", "Penal"],
        [f"A empresa de CNPJ {CNPJ} recorre da decisão do juiz", "Cível"],
        ["Escreva para maria@exemplo.com.br até o fim do prazo legal", "Cível"],
        ["O número 529.982.247-26 não é o de ninguém que se conheça", "Cível"],
    ]

    found = finding(judged(tmp_path, rows), CheckCode.PERSONAL_DATA)

    assert found.severity is Severity.NOTE
    assert found.params == {
        "rows": 3,
        "share": 1.47,
        "cpf": 1,
        "cnpj": 1,
        "email": 1,
        "phone": 1,
    }
    assert found.actions == []
    assert [each.row for each in found.examples] == [202, 203, 204]
    assert found.examples[0].text == (
        "O réu de CPF •••.•••.•••-•• e telefone (••) •••••-•••• recorre da decisão"
    )


def test_what_is_shown_is_around_what_was_found(tmp_path: Path):
    """In a long text, with its surroundings cut on both sides."""
    rows = [*plenty(), ["antes " * 50 + CPF + " depois" * 50, "Penal"]]

    [shown] = finding(judged(tmp_path, rows), CheckCode.PERSONAL_DATA).examples

    assert shown.text.startswith("…antes")
    assert "•••.•••.•••-••" in shown.text
    assert shown.text.endswith("…")
    assert len(shown.text) < 150


def test_texts_without_personal_data_are_not_mentioned(tmp_path: Path):
    """Not even as a count of zero."""
    assert CheckCode.PERSONAL_DATA not in codes(judged(tmp_path, plenty()))
