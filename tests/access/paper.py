"""The paper on who gets what from which route, written from answers that came."""

from collections.abc import Mapping
from pathlib import Path

from tests.access.askers import Asker
from tests.access.table import TABLE, Route

PAPER = Path(__file__).parents[2] / "docs" / "security" / "routes.md"
BEGINS, ENDS = "<!-- answers -->\n", "<!-- /answers -->\n"

Answers = Mapping[Route, Mapping[Asker, int]]


def table(answers: Answers) -> str:
    """The answers, a line for each route."""
    heads = ["route", *map(str, Asker), "what was asked"]
    lines = [heads, ["---"] * len(heads)]
    for route, came in answers.items():
        told = [str(came[asker]) for asker in Asker]
        lines.append([f"`{' '.join(route)}`", *told, TABLE[route].note])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def written() -> str:
    """The table as the paper has it."""
    return PAPER.read_text().partition(BEGINS)[2].partition(ENDS)[0]


def write(answers: Answers) -> None:
    """Put the answers in the place of those that are there."""
    before, _, rest = PAPER.read_text().partition(BEGINS)
    PAPER.write_text(before + BEGINS + table(answers) + ENDS + rest.partition(ENDS)[2])
