"""What the command line says, in each language."""

from collections.abc import Mapping

from afina.words.catalogue import Language, Words
from afina.words.en import ENGLISH
from afina.words.pt_br import PORTUGUESE

CATALOGUES: dict[Language, Words] = {Language.PORTUGUESE: PORTUGUESE, Language.ENGLISH: ENGLISH}


def detect(environment: Mapping[str, str]) -> Language:
    """English where ``AFINA_LANGUAGE`` or else the locale is; else Portuguese."""
    for name in ("AFINA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if locale := environment.get(name):
            return Language.ENGLISH if locale.lower().startswith("en") else Language.PORTUGUESE
    return Language.PORTUGUESE


def of(language: Language | None, environment: Mapping[str, str]) -> Words:
    """The words of the language asked for, else of the environment's."""
    return CATALOGUES[language or detect(environment)]
