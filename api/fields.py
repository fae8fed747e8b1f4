"""What is wrong with the fields of a request, one sentence each."""

from collections.abc import Mapping
from typing import Any, cast

from litestar.exceptions import ValidationException

from api.problems import Param
from api.sentences import Language
from api.sentences.figures import exact
from api.sentences.sentence import CATALOGUES
from api.views.problems import ProblemItem
from schemas.problems import ProblemCode

Words = dict[Language, str]


def _words(portuguese: str, english: str) -> Words:
    return {Language.PT_BR: portuguese, Language.EN: english}


ANYTHING_ELSE = _words("Este valor não serve.", "This value can't be used.")
NOT_A_NUMBER = _words("Era esperado um número.", "A number was expected.")
NOT_WHOLE = _words("Era esperado um número inteiro.", "A whole number was expected.")
NOT_TEXT = _words("Era esperado um texto.", "Text was expected.")
NOT_BOOLEAN = _words("Era esperado true ou false.", "true or false was expected.")
NOT_AN_ID = _words("Era esperado um identificador (UUID).", "An identifier (UUID) was expected.")
NOT_OFFERED = _words(
    "Este valor não existe. Use um destes: {expected}.",
    "There is no such value. Use one of: {expected}.",
)

SENTENCES: dict[str, Words] = {
    "missing": _words("Este campo é obrigatório.", "This field is required."),
    "extra_forbidden": _words("Este campo não existe.", "There is no such field."),
    "greater_than_equal": _words("O menor valor aceito é {ge}.", "The smallest value is {ge}."),
    "less_than_equal": _words("O maior valor aceito é {le}.", "The largest value is {le}."),
    "string_too_short": _words(
        "Use pelo menos {min_length} caractere(s).", "Use at least {min_length} character(s)."
    ),
    "string_too_long": _words(
        "Use no máximo {max_length} caracteres.", "Use at most {max_length} characters."
    ),
    "int_type": NOT_WHOLE,
    "int_parsing": NOT_WHOLE,
    "int_from_float": NOT_WHOLE,
    "float_type": NOT_A_NUMBER,
    "float_parsing": NOT_A_NUMBER,
    "finite_number": NOT_A_NUMBER,
    "string_type": NOT_TEXT,
    "bool_type": NOT_BOOLEAN,
    "bool_parsing": NOT_BOOLEAN,
    "uuid_type": NOT_AN_ID,
    "uuid_parsing": NOT_AN_ID,
    "enum": NOT_OFFERED,
    "literal_error": NOT_OFFERED,
}
"""By pydantic's name for the error."""


class InvalidFieldsError(Exception):
    """Fields of a request are wrong; ``details`` are pydantic's."""

    def __init__(self, details: list[dict[str, Any]]) -> None:
        super().__init__(details)
        self.details = details

    @classmethod
    def of(cls, field: str, error: str, **params: int) -> "InvalidFieldsError":
        """One field is wrong; ``error`` is a key of ``SENTENCES``."""
        return cls([{"type": error, "loc": (field,), "ctx": params}])


def items(error: InvalidFieldsError | ValidationException, language: Language) -> list[ProblemItem]:
    """One item for each field that is wrong."""
    if isinstance(error, InvalidFieldsError):
        return [_of_body(detail, language) for detail in error.details]
    details: list[dict[str, Any]] | None = getattr(error.__cause__, "errors", None)
    if details is not None:
        return [_of_body(detail, language) for detail in details]
    keys = [entry.get("key") for entry in cast("list[dict[str, str]]", error.extra or [])]
    return [item(key, ANYTHING_ELSE, {}, language) for key in keys]


def item(
    field: str | None, words: Words, params: Mapping[str, Any], language: Language
) -> ProblemItem:
    """The item that says ``words`` of ``field``."""
    shown: dict[str, Param] = {
        name: value for name, value in params.items() if isinstance(value, str | int | float)
    }
    return ProblemItem(
        code=ProblemCode.INVALID_REQUEST,
        sentence=words[language].format_map(
            {name: _said(value, language) for name, value in shown.items()}
        ),
        field=field,
        params=shown,
    )


def _said(value: Param, language: Language) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return exact(value, CATALOGUES[language])
    return str(value)


def _of_body(detail: Mapping[str, Any], language: Language) -> ProblemItem:
    words = SENTENCES.get(detail["type"], ANYTHING_ELSE)
    field = ".".join(map(str, detail["loc"])) or None
    return item(field, words, _listed(detail.get("ctx", {})), language)


def _listed(params: Mapping[str, Any]) -> Mapping[str, Any]:
    """With pydantic's English list of the values that are offered as one in no language."""
    if not isinstance(expected := params.get("expected"), str):
        return params
    offered = expected.replace("' or '", "', '").split("', '")
    return {**params, "expected": ", ".join(value.strip("'") for value in offered)}
