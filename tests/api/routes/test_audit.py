"""Who did what, as whoever it concerns may read it."""

import csv
import io
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import insert, text, update

from api.queries import audit as queries
from api.queries.audit import Wanted
from infra import clock
from schemas import tables
from schemas.base import Actor, ActorKind
from schemas.roles import Role
from tests.api.desk import Desk, calling
from tests.schemas.examples import (
    RUN,
    cancel_requested,
    dataset_uploaded,
    epoch_completed,
    run_completed,
    run_requested,
    run_started,
    worker_registered,
)

STORY = (
    worker_registered(),
    dataset_uploaded(),
    run_requested(),
    run_started(),
    epoch_completed(1),
    run_completed(),
)


@pytest.fixture
async def chief(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """An administrator, asking in Portuguese."""
    token = await desk.token("chefe", role=Role.ADMIN)
    async with calling(desk, token, language="pt-BR") as http:
        yield http


async def page(http: httpx.AsyncClient, **query: str | int) -> dict[str, list[dict[str, object]]]:
    answer = await http.get("/api/audit", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def numbers(http: httpx.AsyncClient, **query: str | int) -> list[object]:
    return [line["sequence"] for line in (await page(http, **query))["items"]]


async def test_an_administrator_reads_everything_in_sentences(desk: Desk, chief: httpx.AsyncClient):
    await desk.write(*STORY)

    lines = (await page(chief))["items"]

    assert [line["sequence"] for line in lines] == [6, 5, 4, 3, 2, 1]
    assert lines[3]["sentence"] == (
        "maria criou o treino “Triagem de petições” com a planilha “Petições”."
    )
    assert str(lines[0]["sentence"]).startswith("A máquina Laboratório concluiu o treino")
    assert (lines[3]["entity"], lines[3]["entity_id"]) == ("run", str(RUN))
    assert lines[3]["entity_name"] == "Triagem de petições"
    assert "actor" not in lines[3]["details"]  # pyright: ignore[reportOperatorIssue]


async def test_people_read_of_their_own_things_alone(desk: Desk, http: httpx.AsyncClient):
    """How they begin and how they end; not what machines tell on the way, nor of others."""
    await desk.write(*STORY)

    assert await numbers(http) == [6, 4, 3, 2]
    async with calling(desk, await desk.token("joão")) as stranger:
        assert await numbers(stranger) == []
        assert await numbers(stranger, entity="run", entity_id=str(RUN)) == []


async def test_where_others_ask_from_is_for_administrators(
    desk: Desk, http: httpx.AsyncClient, chief: httpx.AsyncClient
):
    boss = Actor(kind=ActorKind.USER, id="chefe", address="10.0.0.7")
    await desk.write(run_requested(), cancel_requested(actor=boss))

    [theirs, _] = (await page(chief))["items"]
    [mine, _] = (await page(http))["items"]

    assert (theirs["address"], mine["address"]) == ("10.0.0.7", None)
    assert await numbers(chief, address="10.0.0.7") == [2]
    assert await numbers(http, address="10.0.0.7") == []


FILTERS = [
    ({"actor_kind": "worker"}, [6, 5, 4, 1]),
    ({"actor": "maria"}, [3, 2]),
    ({"entity": "dataset"}, [2]),
    ({"entity": "run", "entity_id": str(RUN)}, [6, 5, 4, 3]),
    ({"group": "workers"}, [1]),
    ({"group": "runs", "actor_kind": "user"}, [3]),
    ({"before": 3}, [2, 1]),
    ({"since": "2020-01-01T00:00:00Z"}, [6, 5, 4, 3, 2, 1]),
    ({"since": "2020-01-01T00:00:00", "until": "2021-01-01T00:00:00"}, []),
    ({"until": "2020-01-01T00:00:00Z"}, []),
    ({"since": "9999-12-31T23:59:59-14:00"}, []),
    ({"actor": "nobody"}, []),
]


async def test_lines_are_filtered(desk: Desk, chief: httpx.AsyncClient):
    await desk.write(*STORY)

    for query, expected in FILTERS:
        assert await numbers(chief, **query) == expected, query


async def test_a_moment_divides_the_lines(desk: Desk, chief: httpx.AsyncClient):
    """What it divides is found by the broker's clock, whatever workers' clocks say."""
    await desk.write(*STORY)
    at = {str(line["sequence"]): str(line["at"]) for line in (await page(chief))["items"]}

    assert await numbers(chief, since=at["4"]) == [6, 5, 4]
    assert await numbers(chief, until=at["4"]) == [3, 2, 1]


async def test_pages_follow_each_other(desk: Desk, chief: httpx.AsyncClient):
    await desk.write(*STORY)

    first = await page(chief, limit=4)
    second = await page(chief, limit=4, before=first["next_before"])  # pyright: ignore[reportArgumentType]

    assert [line["sequence"] for line in first["items"] + second["items"]] == [6, 5, 4, 3, 2, 1]
    assert (first["next_before"], second["next_before"]) == (3, None)


async def test_what_cannot_be_asked_is_refused(chief: httpx.AsyncClient):
    for query in ({"group": "x"}, {"since": "yesterday"}, {"actor": "a\0b"}, {"before": 0}):
        assert (await chief.get("/api/audit", params=query)).status_code in {400, 422}, query


async def test_erased_people_are_not_named(desk: Desk, chief: httpx.AsyncClient):
    await desk.token("maria")
    await desk.write(run_requested())
    async with desk.services.engine.begin() as tx:
        own = tables.users.c.user_id == "maria"
        await tx.execute(update(tables.users).where(own).values(erased_at=clock.now()))

    [line] = (await page(chief))["items"]

    assert str(line["sentence"]).startswith("Pessoa apagada criou o treino")
    assert (line["actor_id"], line["actor_name"]) == ("maria", "pessoa apagada")


@pytest.mark.parametrize("separator", [";", ","])
async def test_no_cell_of_an_exported_table_is_a_formula(
    desk: Desk, chief: httpx.AsyncClient, separator: str
):
    """No name becomes one, nor leaves its cell by quotation marks, separators, lines' ends."""
    evil = '=HYPERLINK("http://x";1)'
    await desk.write(run_requested(name=evil), run_started(run_id=RUN))
    await desk.write(
        run_requested(run_id=UUID(int=7), name=f'x"{separator}=1+1{separator}"\r\n@SUM(1)')
    )

    answer = await chief.get("/api/audit/export", params={"separator": separator})

    assert answer.headers["content-disposition"] == 'attachment; filename="afina-audit.csv"'
    assert answer.content.startswith("\ufeff".encode())
    table = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=separator))
    assert [row[0] for row in table] == ["Número", "1", "2", "3"]
    assert {len(row) for row in table} == {10}
    assert table[1][7] == f"'{evil}"
    assert not [cell for row in table for cell in row if cell.startswith(tuple("=+-@\t\r\n"))]


async def test_an_exported_file_ends_with_its_seal(desk: Desk, chief: httpx.AsyncClient):
    """The first one that takes in the last line."""
    await desk.write(*STORY)
    digests = {4: b"4" * 32, 7: b"7" * 32, 9: b"9" * 32}
    async with desk.services.engine.begin() as tx:
        for sequence, digest in digests.items():
            row = {"sequence": sequence, "digest": digest, "sealed_at": clock.now(), "log": "x"}
            await tx.execute(insert(tables.seals).values(row))

    answer = await chief.get("/api/audit/export", params={"format": "jsonl"})

    *lines, end = map(json.loads, answer.text.splitlines())
    assert [line["sequence"] for line in lines] == [1, 2, 3, 4, 5, 6]
    assert (end["last_sequence"], end["sealed"]["seal"]) == (6, f"7:{b'7'.hex() * 32}")
    seals = (await chief.get("/api/audit/seals", params={"limit": 2})).json()["items"]
    assert [seal["sequence"] for seal in seals] == [9, 7]


async def test_an_export_is_read_in_parts(
    desk: Desk, chief: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    """And whoever may not read a line does not find it in a file."""
    monkeypatch.setattr(queries, "EXPORT_LINES", 2)
    await desk.write(*STORY)

    answer = await chief.get("/api/audit/export", params={"format": "jsonl"})
    async with calling(desk, await desk.token("joão")) as stranger:
        theirs = await stranger.get("/api/audit/export", params={"format": "jsonl"})

    assert len(answer.text.splitlines()) == 7
    assert [json.loads(line) for line in theirs.text.splitlines()] == [
        {"sealed": None, "last_sequence": 0}
    ]


QUESTIONS = [
    Wanted(owner_id=None),
    Wanted(owner_id="u7"),
    Wanted(owner_id=None, actor_id="u7"),
    Wanted(owner_id=None, entity="run", entity_id="r7"),
    Wanted(owner_id=None, types=["user.signed_in.v1"]),
    Wanted(owner_id=None, address="10.0.0.7"),
    Wanted(owner_id=None, before=500),
    Wanted(owner_id=None, since=clock.now() - timedelta(hours=2)),
    Wanted(owner_id=None, since=clock.now() - timedelta(hours=2), until=clock.now()),
]
FILL = """
    INSERT INTO audit (sequence, type, entity, entity_id, owner_id, actor_kind, actor_id, address,
        occurred_at, stored_at, data)
    SELECT n, CASE WHEN n % 900 = 0 THEN 'user.signed_in.v1' ELSE 'run.started.v1' END, 'run',
        'r' || n % 3000, 'u' || n % 500, 'user', 'u' || n % 700,
        CASE WHEN n % 10 = 0 THEN '10.0.0.' || n % 250 END,
        now() - (20000 - n) * interval '1 minute', now() - (20000 - n) * interval '1 minute', '{}'
    FROM generate_series(1, 20000) AS n
"""


async def test_every_question_is_answered_by_an_index(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """So the number of lines that there are hardly matters."""
    asked: list[str] = []
    async with desk.services.engine.begin() as tx:
        await tx.execute(text(FILL))
        await tx.execute(text("ANALYZE audit"))
    async with desk.services.engine.connect() as tx:
        for wanted in QUESTIONS:
            query = (
                queries.lines(await queries.bounded(tx, wanted))
                .order_by(tables.audit.c.sequence.desc())
                .limit(50)
            )
            sql = query.compile(tx.engine, compile_kwargs={"literal_binds": True})
            plan = (await tx.execute(text(f"EXPLAIN {sql}".replace(":", r"\:")))).scalars().all()
            asked.append("\n".join(plan))

    assert not [plan for plan in asked if "Seq Scan" in plan]


async def test_a_text_is_found_in_what_happened_and_not_in_who_caused_it(
    desk: Desk, chief: httpx.AsyncClient, http: httpx.AsyncClient
):
    """Else addresses of others could be guessed, letter by letter."""
    asked = Actor(kind=ActorKind.USER, id="maria", address="192.0.2.77")
    await desk.write(dataset_uploaded(), run_requested(actor=asked))

    assert await numbers(chief, text="TRIAGEM de") == [2]
    assert await numbers(chief, text="192.0.2.77") == []
    assert await numbers(chief, text="100%") == []
    assert await numbers(http, text="triagem") == [2]
