"""Which base models a training may begin from, as the API and every worker judge it.

A base model is a name on a hub or the absolute path of a folder. A pattern for names opens no
folder: those need a pattern that begins with ``/`` itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

PACKAGED = "e5-small-en-pt"
OFFERED = (
    PACKAGED,
    "neuralmind/bert-base-portuguese-cased",
    "neuralmind/bert-large-portuguese-cased",
    "bert-base-multilingual-cased",
    "google-bert/bert-base-multilingual-cased",
    "xlm-roberta-base",
    "FacebookAI/xlm-roberta-base",
    "deepset/xlm-roberta-large-squad2",
)
"""Allowed unless an administrator says otherwise. The hub knows two of them by two names."""
TWINS = {
    "google-bert/bert-base-multilingual-cased": "bert-base-multilingual-cased",
    "FacebookAI/xlm-roberta-base": "xlm-roberta-base",
}
"""The second names, with the first ones."""
ROOT = "/"
PATTERN_SIGNS = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Facts:
    """What helps to choose a base model."""

    languages: tuple[str, ...] = ()
    """By their codes; none where they are many, or not known."""
    size_megabytes: int | None = None
    """That a worker fetches before it first trains from it; None where nothing is, or not known."""


FACTS = {
    PACKAGED: Facts(("en", "pt")),
    "neuralmind/bert-base-portuguese-cased": Facts(("pt",), 440),
    "neuralmind/bert-large-portuguese-cased": Facts(("pt",), 1300),
    "bert-base-multilingual-cased": Facts((), 680),
    "xlm-roberta-base": Facts((), 1100),
    "deepset/xlm-roberta-large-squad2": Facts((), 2200),
}


def named(patterns: Sequence[str]) -> list[str]:
    """The patterns that name one model each, every model once."""
    plain = [pattern for pattern in patterns if not PATTERN_SIGNS & set(pattern)]
    return [name for name in plain if TWINS.get(name) not in plain]


def is_allowed(base_model: str, patterns: Sequence[str]) -> bool:
    """Whether any of ``patterns`` opens this name or folder."""
    return is_plain(base_model) and any(
        base_model.startswith(ROOT) == pattern.startswith(ROOT) and fnmatchcase(base_model, pattern)
        for pattern in patterns
    )


def is_plain(base_model: str) -> bool:
    """Whether every reader takes it for the same: no way upwards, no home, nothing unprintable."""
    parts = base_model.removeprefix(ROOT).split("/")
    upright = not any(part == "" or part.startswith((".", "~")) for part in parts)
    return upright and base_model.isprintable() and "\\" not in base_model
