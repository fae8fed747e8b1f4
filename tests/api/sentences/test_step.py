from typing import get_args

import pytest

from api.sentences import Language, step_sentence
from api.sentences.sentence import CATALOGUES
from api.sentences.step import name
from schemas.checks import CheckCode
from schemas.recipe import (
    CutTexts,
    DropDuplicates,
    DropLeaks,
    DropLongTexts,
    DropNearDuplicates,
    DropRows,
    DropShortTexts,
    Keep,
    LeaveOutLabels,
    MergeLabels,
    RelabelRows,
    SettleConflicts,
    SplitRows,
    Step,
    WeighClasses,
)

STEPS: list[Step] = [
    MergeLabels(labels=["Petição", "PETICAO"], into="Petição"),
    LeaveOutLabels(labels=["Outros"]),
    RelabelRows(rows=[2, 3], label="Cível"),
    DropRows(rows=[1_200, 7]),
    DropDuplicates(),
    DropNearDuplicates(),
    SettleConflicts(keep="commonest"),
    SettleConflicts(keep="none"),
    DropShortTexts(characters=20),
    DropLongTexts(characters=5_000),
    CutTexts(characters=5_000),
    SplitRows(train_split=0.85, seed=7),
    DropLeaks(),
    WeighClasses(),
    *(Keep(check=check) for check in CheckCode),
]
EACH_LANGUAGE = pytest.mark.parametrize("language", list(Language))


def test_no_step_is_forgotten():
    """Every kind of step stands in the list above."""
    [kinds, _] = get_args(Step)

    assert {type(step) for step in STEPS} == set(get_args(kinds))


@EACH_LANGUAGE
def test_every_step_has_words(language: Language):
    """A step that is added without its sentence fails here; none is left without a step."""
    assert {name(step) for step in STEPS} == set(CATALOGUES[language].steps)


@EACH_LANGUAGE
@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_one_short_sentence_with_all_its_figures(step: Step, language: Language):
    """Nothing is unknown, nothing is left of the template."""
    said = step_sentence(step, language)

    assert said.endswith(".")
    assert len(CATALOGUES[language].steps[name(step)].split()) <= 20
    assert CATALOGUES[language].unknown not in said
    assert "{" not in said


def test_languages_say_different_words():
    """A sentence copied and not translated would be equal in both."""
    portuguese, english = (CATALOGUES[language].steps for language in Language)

    assert [op for op in portuguese if portuguese[op] == english[op]] == []


@pytest.mark.parametrize(
    ("step", "portuguese", "english"),
    [
        (
            MergeLabels(labels=["Petição", "PETICAO"], into="Petição"),
            "Juntar “Petição” e “PETICAO” em “Petição”.",
            "Write “Petição” and “PETICAO” as “Petição”.",
        ),
        (DropRows(rows=[1200, 7]), "Tirar as linhas: 1200 e 7.", "Take out the rows: 1200 and 7."),
        (
            SplitRows(train_split=0.85, seed=7),
            "Aprender com 85% dos exemplos e guardar os outros para a prova.",
            "Learn from 85% of the examples and keep the others for the exam.",
        ),
        (
            Keep(check=CheckCode.IMBALANCE),
            "Deixar como está e não avisar de novo sobre categorias desequilibradas.",
            "Leave as it is and say no more about uneven categories.",
        ),
    ],
)
def test_steps_are_said_as_a_clerk_would(step: Step, portuguese: str, english: str):
    """Names within quotation marks, rows as the sheet numbers them, shares in percent."""
    assert step_sentence(step, Language.PT_BR) == portuguese
    assert step_sentence(step, Language.EN) == english
