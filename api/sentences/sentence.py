"""A code and its parameters become a sentence."""

from collections.abc import Mapping
from typing import assert_never

from api.datasets.progress import Stage
from api.estimates import Basis
from api.sentences import en, pt_br
from api.sentences.catalogue import Catalogue
from api.sentences.figures import Param, word
from api.sentences.language import Language
from schemas.alerts import AlertCode
from schemas.checks import CheckCode, Severity
from schemas.events.classification import ClassificationFailureCode
from schemas.events.run import FailureCode
from schemas.lifecycle import RunStatus
from schemas.notices import NoticeKind
from schemas.problems import ProblemCode
from schemas.reproduction import Circumstance, Outcome
from schemas.telemetry import Phase

Code = (
    ProblemCode
    | FailureCode
    | ClassificationFailureCode
    | AlertCode
    | NoticeKind
    | CheckCode
    | Severity
    | RunStatus
    | Phase
    | Stage
    | Outcome
    | Basis
    | Circumstance
)

CATALOGUES: Mapping[Language, Catalogue] = {
    Language.PT_BR: pt_br.CATALOGUE,
    Language.EN: en.CATALOGUE,
}


def sentence(code: Code, language: Language, params: Mapping[str, Param] | None = None) -> str:
    """What ``code`` means, with its figures; a parameter that is missing is said to be unknown."""
    catalogue = CATALOGUES[language]
    return filled(_template(code, catalogue), catalogue, params or {})


def filled(template: str, catalogue: Catalogue, params: Mapping[str, Param]) -> str:
    """The template with its figures in the catalogue's language."""
    words = {name: word(name, value, catalogue) for name, value in params.items()}
    return template.format_map(Places(words, catalogue.unknown))


def _template(code: Code, catalogue: Catalogue) -> str:
    match code:
        case ProblemCode():
            return catalogue.problems[code]
        case FailureCode() | ClassificationFailureCode() | AlertCode() | NoticeKind():
            return _about_what_happened(code, catalogue)
        case CheckCode():
            return catalogue.checks[code]
        case Severity():
            return catalogue.severities[code]
        case RunStatus():
            return catalogue.statuses[code]
        case Phase():
            return catalogue.phases[code]
        case Stage():
            return catalogue.stages[code]
        case Outcome() | Basis() | Circumstance():
            return _about_time_and_again(code, catalogue)
    assert_never(code)


def _about_what_happened(
    code: FailureCode | ClassificationFailureCode | AlertCode | NoticeKind, catalogue: Catalogue
) -> str:
    """Why a run failed, what deserves attention, and how people are told of it."""
    match code:
        case FailureCode():
            return catalogue.failures[code]
        case ClassificationFailureCode():
            return catalogue.classification_failures[code]
        case AlertCode():
            return catalogue.alerts[code]
        case NoticeKind():
            return catalogue.notices[code]
    assert_never(code)


def _about_time_and_again(code: Outcome | Basis | Circumstance, catalogue: Catalogue) -> str:
    """How long a training takes, and what comes of repeating it."""
    match code:
        case Outcome():
            return catalogue.outcomes[code]
        case Basis():
            return catalogue.estimates[code]
        case Circumstance():
            return catalogue.circumstances[code]
    assert_never(code)


class Places(dict[str, str]):
    """The words for a template's places."""

    def __init__(self, words: Mapping[str, str], unknown: str) -> None:
        super().__init__(words)
        self._unknown = unknown

    def __missing__(self, name: str) -> str:
        return self._unknown
