"""The paper on who gets what from which route, written from answers that came."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.access.askers import Asker
from tests.access.contract import Findings
from tests.access.table import TABLE, Route

PAPER = Path(__file__).parents[2] / "docs" / "security" / "routes.md"
ANSWERS, FIGURES = "answers", "figures"
"""The parts of the paper that are written by tests."""

Answers = Mapping[Route, Mapping[Asker, int]]


def table(answers: Answers) -> str:
    """The answers, a line for each route."""
    lines = [["route", *map(str, Asker), "what was asked"]]
    for route, came in answers.items():
        told = [str(came[asker]) for asker in Asker]
        lines.append([f"`{' '.join(route)}`", *told, TABLE[route].note])
    return _drawn(lines)


def figures(found: Findings) -> str:
    """How many made-up requests each asker sent, and what came of them."""
    kinds = ("2xx", "3xx", "4xx", "5xx")
    lines = [["asker", "requests", *kinds, "against the document"]]
    for asker, came in found.asked.items():
        counts = [sum(n for status, n in came.items() if f"{status // 100}xx" == k) for k in kinds]
        broken = len(found.broken[asker])
        lines.append([str(asker), *map(str, [came.total(), *counts, broken])])
    return _drawn(lines)


def _drawn(lines: Sequence[Sequence[str]]) -> str:
    """A table whose first line is its head."""
    ruled = [lines[0], ["---"] * len(lines[0]), *lines[1:]]
    return "".join(f"| {' | '.join(line)} |\n" for line in ruled)


def written(part: str) -> str:
    """The part as the paper has it."""
    return PAPER.read_text().partition(_begin(part))[2].partition(_end(part))[0]


def write(part: str, text: str) -> None:
    """Put ``text`` in the place of the part that is there."""
    before, begin, rest = PAPER.read_text().partition(_begin(part))
    _, end, after = rest.partition(_end(part))
    PAPER.write_text(before + begin + text + end + after)


def _begin(part: str) -> str:
    return f"<!-- {part} -->\n"


def _end(part: str) -> str:
    return f"<!-- /{part} -->\n"
