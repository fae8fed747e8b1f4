import re
from string import Formatter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from api.datasets.progress import Stage
from api.estimates import Basis
from api.sentences import Code, Language, sentence
from api.sentences.catalogue import Catalogue
from api.sentences.sentence import CATALOGUES
from schemas.alerts import AlertCode
from schemas.checks import CheckCode, Severity
from schemas.events.classification import ClassificationFailureCode
from schemas.events.run import FailureCode
from schemas.lifecycle import RunStatus
from schemas.notices import NoticeKind
from schemas.problems import ProblemCode
from schemas.reading import Role
from schemas.reproduction import Circumstance, Outcome
from schemas.tasks import Task, TextForm
from schemas.telemetry import Phase

LONGEST_SENTENCE_WORDS = 20
CODES: list[Code] = [
    *(*ProblemCode, *FailureCode, *CheckCode, *Severity, *RunStatus, *Phase, *Stage),
    *ClassificationFailureCode,
    *(*Outcome, *Circumstance, *Basis, *AlertCode, *NoticeKind),
]
ADVICE = [*ProblemCode, *FailureCode, *ClassificationFailureCode, *AlertCode, *CheckCode]
EACH_LANGUAGE = pytest.mark.parametrize("language", list(Language))


def templates(catalogue: Catalogue) -> dict[str, str]:
    """Every template by a name that no two kinds of code share."""
    kinds = (
        catalogue.problems,
        catalogue.failures,
        catalogue.classification_failures,
        catalogue.alerts,
        catalogue.notices,
        catalogue.checks,
        catalogue.severities,
        catalogue.statuses,
        catalogue.phases,
        catalogue.stages,
        catalogue.outcomes,
        catalogue.estimates,
        catalogue.circumstances,
    )
    return {
        f"{type(code).__name__}.{code}": words for kind in kinds for code, words in kind.items()
    }


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@EACH_LANGUAGE
def test_every_code_has_words(language: Language):
    """A code that is added without its sentences fails here, in each language that lacks one."""
    catalogue = CATALOGUES[language]

    assert set(catalogue.problems) == set(ProblemCode)
    assert set(catalogue.failures) == set(FailureCode)
    assert set(catalogue.classification_failures) == set(ClassificationFailureCode)
    assert set(catalogue.alerts) == set(catalogue.alert_topics) == set(AlertCode)
    assert set(catalogue.notices) == set(catalogue.notice_topics) == set(NoticeKind)
    assert set(catalogue.checks) == set(CheckCode)
    assert set(catalogue.severities) == set(Severity)
    assert set(catalogue.statuses) == set(RunStatus)
    assert set(catalogue.phases) == set(Phase)
    assert set(catalogue.stages) == set(Stage)
    assert set(catalogue.estimates) == set(Basis)
    assert set(catalogue.outcomes) == set(Outcome)
    assert set(catalogue.circumstances) == set(Circumstance)
    assert set(catalogue.roles) == set(Role)
    assert set(catalogue.tasks) == set(Task)
    assert set(catalogue.topics) == set(CheckCode)
    assert set(catalogue.forms) == set(TextForm)


def test_languages_tell_the_same_figures():
    """No language leaves out what another tells."""
    portuguese, english = (templates(CATALOGUES[language]) for language in Language)

    assert {name: places(words) for name, words in portuguese.items()} == {
        name: places(words) for name, words in english.items()
    }


def test_no_sentence_was_left_in_the_other_language():
    """A sentence copied and not translated would be equal in both."""
    portuguese, english = (templates(CATALOGUES[language]) for language in Language)

    assert [name for name in portuguese if portuguese[name] == english[name]] == []


@EACH_LANGUAGE
@pytest.mark.parametrize("code", ADVICE)
def test_advice_is_short_whole_sentences(code: Code, language: Language):
    """At most twenty words each, ending with a full stop, at least what happened and what to do."""
    said = sentence(code, language)
    parts = re.split(r"(?<=\.) (?=[A-ZÀ-Ú])", said)

    assert said.endswith(".")
    assert len(parts) >= 2
    assert max(len(part.split()) for part in parts) <= LONGEST_SENTENCE_WORDS


@EACH_LANGUAGE
@pytest.mark.parametrize("code", ADVICE)
def test_nobody_is_blamed(code: Code, language: Language):
    """The words that blame a person or mean nothing to one are not used."""
    said = sentence(code, language).lower()
    banned = r"inválid|invalid|incorret|\berrad|wrong with your|falha sua|illegal|forbidden|proibid"

    assert re.search(banned, said) is None


def _all_places(catalogue: Catalogue) -> set[str]:
    return {place for words in templates(catalogue).values() for place in places(words)}


@EACH_LANGUAGE
@settings(deadline=None, max_examples=30)
@given(value=st.text() | st.integers() | st.floats() | st.lists(st.text()))
@example(value=float("-inf"))
@example(value=float("nan"))
def test_no_parameter_breaks_a_sentence(language: Language, value: str | float | list[str]):
    """A parameter of an unforeseen kind is said somehow; braces in it are only braces."""
    params = dict.fromkeys(_all_places(CATALOGUES[language]), value)

    for code in CODES:
        assert sentence(code, language, params)


@EACH_LANGUAGE
@pytest.mark.parametrize("code", CODES)
def test_a_missing_parameter_is_said_to_be_unknown(code: Code, language: Language):
    """A sentence without its figures is still a sentence."""
    said = sentence(code, language, {})

    assert "{" not in said
    assert "None" not in said


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            Language.PT_BR,
            "O texto desta linha tem 61.234 caracteres, e o limite é 50.000. "
            "Ela fica de fora. Encurte o texto se quiser usá-la.",
        ),
        (
            Language.EN,
            "This row's text has 61,234 characters, and the limit is 50,000. "
            "It is left out. Shorten the text if you want to use it.",
        ),
    ],
)
def test_numbers_are_written_as_the_language_does(language: Language, expected: str):
    """A point in Brazil, a comma in English."""
    params = {"characters": 61_234, "limit": 50_000}

    assert sentence(ProblemCode.TEXT_TOO_LONG, language, params) == expected


def test_fractions_and_sizes_are_written_as_the_language_does():
    """Sizes go up to the largest unit of which there is one whole."""
    params = {"limit_bytes": 1_610_612_736}

    assert "1,5 GB" in sentence(ProblemCode.FILE_TOO_LARGE, Language.PT_BR, params)
    assert "1.5 GB" in sentence(ProblemCode.FILE_TOO_LARGE, Language.EN, params)


def test_roles_and_tasks_are_told_in_the_language():
    """What is a word of ours in the log is a word of the reader's in a sentence."""
    params = {"role": "label", "candidates": ["ramo", "vara"]}

    said = sentence(ProblemCode.COLUMNS_AMBIGUOUS, Language.PT_BR, params)

    assert said == (
        "Mais de uma coluna pode ser a de categoria: “ramo” e “vara”. Escolha qual devo usar."
    )


def test_a_task_is_told_in_the_language():
    """Its technical name is for programs."""
    params = {"task": Task.TEXT_CLASSIFICATION, "dataset_task": "token-classification"}

    said = sentence(ProblemCode.TASK_MISMATCH, Language.PT_BR, params)

    assert "classificar textos" in said
    assert "classification" not in said
    assert "encontrar entidades" in said


def test_the_forms_of_what_is_written_are_told_in_the_language():
    """They are choices that a person makes."""
    params = {"forms": [TextForm.COMPLETION, TextForm.CHAT]}

    said = sentence(ProblemCode.FORM_AMBIGUOUS, Language.EN, params)

    assert said.endswith("Choose one of these forms: prompts with completions and conversations.")


def test_long_lists_and_names_are_cut():
    """A sheet of fifty columns, or a header that is a whole text, still makes a sentence."""
    params = {"wanted": "x" * 500, "available": [f"c{number}" for number in range(50)]}

    said = sentence(ProblemCode.COLUMN_NOT_FOUND, Language.PT_BR, params)

    assert "“c9” e mais 40." in said
    assert len(said) < 300
