"""The languages that Afina speaks, and how a request asks for one."""

from collections.abc import Iterator
from enum import StrEnum


class Language(StrEnum):
    """By its BCP 47 tag, as in ``Content-Language``."""

    PT_BR = "pt-BR"
    EN = "en"


DEFAULT = Language.PT_BR

_BY_PRIMARY = {"pt": Language.PT_BR, "en": Language.EN, "*": DEFAULT}


def negotiate(accept_language: str | None) -> Language:
    """The language that an ``Accept-Language`` header likes best, the first of equals.

    Portuguese where it likes none of ours, or cannot be understood.
    """
    best, best_quality = DEFAULT, 0.0
    for language, quality in _wishes(accept_language or ""):
        if quality > best_quality:
            best, best_quality = language, quality
    return best


def _wishes(header: str) -> Iterator[tuple[Language, float]]:
    for part in header.split(","):
        tag, *parameters = part.split(";")
        language = _BY_PRIMARY.get(tag.strip().lower().split("-")[0])
        if language is not None:
            yield language, _quality(parameters)


def _quality(parameters: list[str]) -> float:
    """The weight of a wish, 1 where none is given, 0 where it is nonsense."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            return _weight(value.strip())
    return 1.0


def _weight(value: str) -> float:
    whole, _, fraction = value.partition(".")
    if whole not in {"0", "1"} or not (fraction.isascii() and (fraction or "0").isdigit()):
        return 0.0
    return min(1.0, float(value))
