"""Whatever was ever shipped is understood today as it was understood when it was recorded."""

import json
import os
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import httpx
import pytest

from tests.api import golden
from tests.api.desk import Desk
from tests.consumers.projecting import publish
from tests.schemas.test_catalogue import holds

RECORD = "AFINA_RECORD_GOLDEN"
ON_PURPOSE = "The read model or the API sees recorded events otherwise. On purpose? make golden\n"


def by_place(lines: Iterable[str]) -> dict[str, list[Any]]:
    """Every table's rows, and every address's answer."""
    found: dict[str, list[Any]] = defaultdict(list)
    for line in lines:
        place, value = json.loads(line)
        found[place].append(value)
    return found


def otherwise(known: Iterable[str], made: Iterable[str]) -> list[str]:
    """What is not seen as it was: another value, a row more or less. A new field is no harm."""
    now = by_place(made)
    return [
        f"{place} {number}: {now[place][number:][:1]} instead of {value}"
        for place, values in by_place(known).items()
        for number, value in enumerate(values)
        if len(now[place]) != len(values) or not holds(now[place][number], value)
    ]


async def test_every_event_ever_shipped_is_seen_as_it_always_was(
    desk: Desk, http: httpx.AsyncClient, database_url: str
):
    """Through the projector into the tables, and through the queries into the API's answers."""
    log = golden.log()
    await publish(desk.services.log.client, log)
    await desk.read_up_to(len(log))

    made = await golden.made(http, database_url)

    if os.environ.get(RECORD):
        golden.GOLDEN.write_text("\n".join(made) + "\n", encoding="utf-8")
    known = golden.GOLDEN.read_text(encoding="utf-8").splitlines()
    differing = otherwise(known, made)
    assert not differing, ON_PURPOSE + "\n".join(line[:1000] for line in differing)


@pytest.mark.parametrize(
    ("made", "harm"),
    [
        (['["runs", {"a": 1, "b": [2]}]'], False),
        (['["runs", {"a": 1, "b": [2], "c": 3}]', '["new", 1]'], False),
        (['["runs", {"a": 2, "b": [2]}]'], True),
        (['["runs", {"a": 1}]'], True),
        (['["runs", {"a": 1, "b": [2, 3]}]'], True),
        (['["runs", {"a": 1, "b": [2]}]'] * 2, True),
        ([], True),
    ],
)
def test_what_is_seen_otherwise_is_found(made: list[str], harm: bool):
    assert bool(otherwise(['["runs", {"a": 1, "b": [2]}]'], made)) is harm
