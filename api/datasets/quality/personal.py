"""What in the texts may be about a person: told, counted, never changed."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from stdnum.br import cnpj, cpf

from api.datasets.arrow import compute as pc
from api.datasets.quality.equality import Numbers
from api.datasets.quality.material import SHOWN, Material
from schemas.checks import CheckCode, Severity
from schemas.quality import Evidence, Finding

AROUND = 60
"""Characters shown on either side of what was found."""
MASK = "•"


class Kind(StrEnum):
    """What may tell who somebody is."""

    CPF = "cpf"
    CNPJ = "cnpj"
    EMAIL = "email"
    PHONE = "phone"


def _is_cpf(found: str) -> bool:
    """Its check digits agree; one digit eleven times is a placeholder."""
    digits = re.sub(r"\D", "", found)
    return len(set(digits)) > 1 and bool(cpf.is_valid(digits))


def _is_cnpj(found: str) -> bool:
    signs = re.sub(r"[./-]", "", found)
    return len(set(signs)) > 1 and bool(cnpj.is_valid(signs))


def _is_any(_found: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Trace:
    """How one kind is found."""

    kind: Kind
    pattern: str
    """Understood alike by RE2, which goes through whole columns, and by Python.

    Where only a word before it tells what a number is, the number alone is a group.
    """
    check: Callable[[str], bool]


TRACES = (
    Trace(
        Kind.CPF,
        r"\b\d{3}\.\d{3}\.\d{3}-\d{2}\b|\b[Cc][Pp][Ff][^\d\n]{0,12}(?P<number>\d{11})\b",
        _is_cpf,
    ),
    Trace(
        Kind.CNPJ,
        r"\b[0-9A-Z]{2}\.[0-9A-Z]{3}\.[0-9A-Z]{3}/[0-9A-Z]{4}-\d{2}\b"
        r"|\b[Cc][Nn][Pp][Jj][^\d\n]{0,12}(?P<number>\d{14})\b",
        _is_cnpj,
    ),
    Trace(
        Kind.EMAIL,
        r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}",
        _is_any,
    ),
    Trace(
        Kind.PHONE,
        r"(?:\+55 ?)?\([1-9]{2}\) ?(?:9 ?)?\d{4}[- ]?\d{4}\b|\b[1-9]{2} 9 ?\d{4}-?\d{4}\b"
        r"|\+55 ?[1-9]{2} ?9?\d{4}-?\d{4}\b",
        _is_any,
    ),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found in a text."""

    kind: Kind
    begin: int
    end: int


def personal_data(material: Material) -> Iterator[Finding]:
    """How many texts hold what, with the first of them masked."""
    rows = {trace.kind: _rows(material, trace) for trace in TRACES}
    everywhere = np.unique(np.concatenate([*rows.values()]))
    if not len(everywhere):
        return
    yield Finding(
        code=CheckCode.PERSONAL_DATA,
        severity=Severity.NOTE,
        params={
            "rows": len(everywhere),
            "share": material.share(len(everywhere)),
            **{kind.value: len(found) for kind, found in rows.items()},
        },
        examples=[_evidence(material, position) for position in everywhere[:SHOWN].tolist()],
    )


def places(text: str) -> list[Place]:
    """What was found, by place; nothing overlaps."""
    found = sorted((each for trace in TRACES for each in _found(text, trace)), key=_begin)
    apart: list[Place] = []
    for place in found:
        if not apart or place.begin >= apart[-1].end:
            apart.append(place)
    return apart


def masked(text: str) -> str:
    """The text with a dot for each letter and digit of what was found."""
    while found := places(text):  # what is hidden may have kept its neighbour from being found
        for place in found:
            text = text[: place.begin] + _hidden(text[place.begin : place.end]) + text[place.end :]
    return text


def _hidden(told: str) -> str:
    return "".join(MASK if sign.isalnum() else sign for sign in told)


def _begin(place: Place) -> tuple[int, int]:
    return place.begin, -place.end


def _found(text: str, trace: Trace) -> Iterator[Place]:
    for match in re.finditer(trace.pattern, text, re.ASCII):
        number = match.lastgroup or 0
        if trace.check(match.group(number)):
            yield Place(trace.kind, match.start(number), match.end())


def _rows(material: Material, trace: Trace) -> Numbers:
    """Positions of the texts that hold this kind."""
    likely = np.flatnonzero(np.asarray(pc.match_substring_regex(material.texts, trace.pattern)))
    if trace.check is _is_any:
        return likely
    texts = material.texts.take(likely).to_pylist()
    sure = [any(_found(text, trace)) for text in texts]
    return likely[np.array(sure, dtype=bool)]


def _evidence(material: Material, position: int) -> Evidence:
    """What surrounds the first thing that was found."""
    text = material.texts[position].as_py()
    first = places(text)[0]
    [shown] = material.shown([position])
    begin, end = max(0, first.begin - AROUND), first.end + AROUND
    cut = masked(text)[begin:end]
    around = ("…" if begin else "") + cut.strip() + ("…" if end < len(text) else "")
    return Evidence(row=shown.row, text=around, answer=shown.answer)
