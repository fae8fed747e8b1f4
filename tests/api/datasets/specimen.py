"""A file of the corpus: how its bytes come to be, and what must come of them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from api.datasets.limits import Limits
from api.datasets.reading import Reading
from schemas.problems import ProblemCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """One file. ``outcome`` is the rows used and the rows left out, or a refusal's first code."""

    filename: str
    build: Callable[[], bytes]
    outcome: tuple[int, int] | ProblemCode
    reading: Reading = field(default_factory=Reading)
    limits: Limits = field(default_factory=Limits)
    large: bool = False
    """Of a hundred megabytes."""
