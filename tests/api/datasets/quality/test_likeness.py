import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.quality.likeness import are_alike, fold, groups
from schemas.checks import CheckCode, Severity
from schemas.events.dataset import LabelCount
from schemas.recipe import MergeLabels
from tests.api.datasets.quality.judgement import codes, finding, judged, plenty, texts

BANKING = Path(__file__).parents[5] / "shared" / "data" / "banking77_train.csv"
LABELS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Petição", "PETICAO"),
        ("Petição", " petição "),
        ("Dano moral", "dano  moral"),
        ("Dano moral", "danomoral"),
        ("dano_moral", "Dano Moral"),
        ("Contrato", "Contratos"),
        ("Recurso extraordinário", "Recurso extraordinario"),
        ("Recurso especial", "Recurso espcial"),
        ("Justiça do Trabalho", "Justica do Trabalho "),
    ],
)
def test_one_label_in_two_spellings_is_recognised(one: str, other: str):
    """Case, accents, spaces, and a slip of the keyboard in a long word."""
    assert are_alike(one, other)
    assert are_alike(other, one)


def test_of_spellings_as_common_the_plain_one_leads():
    """Nobody wants a line break or a space of another kind in the name of a category."""
    spellings = ["Dano\nmoral", "Dano  moral", "Dano moral", "Dano\u00a0moral"]
    [group] = groups([LabelCount(label=label, examples=5) for label in spellings])

    assert group[0].label == "Dano moral"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Classe 1", "Classe 2"),
        ("1ª Vara Cível", "2ª Vara Cível"),
        ("Art. 155", "Art. 157"),
        ("procedente", "improcedente"),
        ("Recurso conhecido", "Recurso desconhecido"),
        ("Pedido legal", "Pedido ilegal"),
        ("C", "C++"),
        ("sim", "não"),
        ("Vara A do Tribunal", "Vara B do Tribunal"),
        ("Turma I da Corte", "Turma V da Corte"),
        ("reu", "res"),
        ("Direito civil", "Direito do civil"),
    ],
)
def test_labels_that_differ_in_meaning_are_left_alone(one: str, other: str):
    """Numbers, opposites, signs and short words say something with every letter."""
    assert not are_alike(one, other)
    assert not are_alike(other, one)


@given(LABELS)
def test_case_and_accents_and_spaces_are_folded(label: str):
    """Folding again changes nothing, and a label is like itself however it is written."""
    folded = fold(label)

    assert fold(folded) == folded
    assert are_alike(label, f"  {unicodedata.normalize('NFD', label)} ")


@given(LABELS, LABELS)
def test_likeness_has_no_direction(one: str, other: str):
    """Which of two labels comes first does not matter."""
    assert are_alike(one, other) == are_alike(other, one)


@given(st.lists(LABELS, max_size=8, unique=True))
def test_groups_hold_each_label_at_most_once(labels: list[str]):
    """Every group has at least two, all like its first, which is the commonest."""
    counted = [LabelCount(label=label, examples=9 - n) for n, label in enumerate(labels)]

    found = groups(counted)

    together = [each.label for group in found for each in group]
    assert len(together) == len(set(together))
    for group in found:
        assert len(group) > 1
        assert group[0].examples == max(each.examples for each in group)
        assert all(are_alike(group[0].label, each.label) for each in group)


def test_labels_that_look_alike_are_offered_for_a_merge(tmp_path: Path):
    """Into the commonest of each group, with what every spelling counts."""
    rows = [
        *plenty(labels=("Petição", "Sentença", "Despacho")),
        *([text, "PETICAO"] for text in texts(8, seed=2)),
        *([text, "sentenca"] for text in texts(4, seed=3)),
    ]

    found = finding(judged(tmp_path, rows), CheckCode.SIMILAR_LABELS)

    assert found.severity is Severity.WARNING
    assert found.params == {
        "groups": 2,
        "spellings": ["Petição (100) / PETICAO (8)", "Sentença (100) / sentenca (4)"],
        "examples": 12,
        "share": 3.85,
    }
    assert [(action.step, action.rows, action.recommended) for action in found.actions] == [
        (MergeLabels(labels=["Petição", "PETICAO"], into="Petição"), 8, True),
        (MergeLabels(labels=["Sentença", "sentenca"], into="Sentença"), 4, True),
    ]


def test_a_second_spelling_of_many_examples_is_grave(tmp_path: Path):
    """From a tenth of the examples on."""
    rows = plenty(labels=("Petição", "PETICAO", "Despacho"))

    assert finding(judged(tmp_path, rows), CheckCode.SIMILAR_LABELS).severity is Severity.STRONG


def test_a_merge_that_leaves_one_label_is_not_recommended(tmp_path: Path):
    """One label alone cannot be learned."""
    report = judged(tmp_path, plenty(labels=("Petição", "PETICAO")))

    [action] = finding(report, CheckCode.SIMILAR_LABELS).actions
    assert not action.recommended


def test_different_labels_are_not_offered_for_a_merge(tmp_path: Path):
    """Numbered classes are as different as can be."""
    rows = plenty(labels=("Classe 1", "Classe 2", "procedente", "improcedente"))

    assert CheckCode.SIMILAR_LABELS not in codes(judged(tmp_path, rows))


@pytest.mark.skipif(not BANKING.exists(), reason="the data of banking77 are not here")
def test_no_two_of_77_real_intents_look_alike():
    """``card_payment_fee_charged`` is not ``card_payment_wrong_exchange_rate``."""
    with BANKING.open(encoding="utf-8", newline="") as file:
        labels = sorted({row["label"] for row in csv.DictReader(file)})

    assert groups([LabelCount(label=label, examples=1) for label in labels]) == []
