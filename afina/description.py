"""What was understood of a spreadsheet, in lines for the terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from afina.words import Words
from api.sentences import Language
from api.sentences.sentence import CATALOGUES
from schemas.checks import Severity
from schemas.reading import Role

MOST_LABELS = 20
MOST_FINDINGS = 3
"""Of the gravest; the page and ``afina data check`` tell all."""


def lines(dataset: Mapping[str, Any], say: Words) -> Iterator[str]:
    """Of a dataset as the API shows it."""
    words, count = say.train, say.numbers.count
    rows = (dataset["rows_total"], dataset["rows_used"], dataset["rows_left_out"])
    yield words.rows(*map(count, rows))
    yield from _columns(dataset["reading"], say)
    if labels := [f"{one['label']} ({count(one['examples'])})" for one in dataset["labels"]]:
        left = len(labels) - MOST_LABELS
        more = [words.more_categories(count(left))] if left > 0 else []
        yield words.categories(", ".join(labels[:MOST_LABELS] + more))
    yield from _quality(dataset["quality"], say)


def _columns(reading: Mapping[str, Any], say: Words) -> Iterator[str]:
    """What each column that is read is for."""
    names = {role: column["name"] for role, column in reading.items()}
    if {"text", "label"} <= names.keys():
        yield say.train.columns(names.pop("text"), names.pop("label"))
    if "group" in names:
        yield say.train.together(names.pop("group"))
    roles = CATALOGUES[Language(say.language)].roles
    for role, name in names.items():
        sure = round(100 * reading[role]["confidence"])
        yield say.data.column(roles[Role(role)], name, sure)


def _quality(quality: Mapping[str, Any], say: Words) -> Iterator[str]:
    """The score, and the gravest of what was found: one line each, in the API's words."""
    yield say.data.score(quality["score"])
    grave = [each for each in quality["findings"] if each["severity"] != Severity.NOTE]
    for finding in grave[:MOST_FINDINGS]:
        severity = say.data.severities[finding["severity"]]
        yield f"- {severity}: {finding['sentence']}"
