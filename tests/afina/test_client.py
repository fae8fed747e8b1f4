import json
from pathlib import Path

import httpx
import pytest

from afina import client as clients
from afina import words
from afina.client import Client, Fault, RefusedError, UnreachableError, Upload
from afina.refusals import answered

EVENTS = 'event: started\nid: 7\ndata: {"event": {}}\n\n'
LAST = 'event: completed\nid: 9\ndata: {"event": {}}\n\n'


def api(answer) -> Client:
    """A client of a server that answers as ``answer`` says."""
    transport = httpx.MockTransport(answer)
    return Client(httpx.AsyncClient(base_url="http://afina", transport=transport))


def problem(**fields: object) -> httpx.Response:
    body = {"type": "t", "title": "t", "status": 422, "code": "c", "params": {}} | fields
    headers = {"Content-Type": "application/problem+json"}
    return httpx.Response(422, content=json.dumps(body), headers=headers)


@pytest.fixture
def sheet(tmp_path: Path) -> Upload:
    path = tmp_path / "casos.csv"
    path.write_text("texto;ramo\n")
    return Upload(path=path, name="casos", reading={"text_column": "texto", "sheet": None})


async def test_a_refused_file_tells_every_problem(sheet):
    items = [{"code": "x", "sentence": "Vazia.", "row": 3}, {"code": "y", "sentence": "Longa."}]
    refusing = api(lambda _: problem(detail="Não dá.", problems=items))
    with pytest.raises(RefusedError) as refusal:
        await refusing.upload(sheet)
    assert refusal.value.faults == (Fault("Vazia.", "x", row=3), Fault("Longa.", "y"))


async def test_a_refusal_without_a_list_is_its_own_sentence(sheet):
    with pytest.raises(RefusedError) as refusal:
        await api(lambda _: problem(detail="Não dá.")).upload(sheet)
    assert refusal.value.faults == (Fault("Não dá."),)


def test_a_fault_is_told_after_its_place(capsys):
    """A person finds the row before reading what is wrong with it."""
    fault = Fault("Está vazia.", row=3, column="texto")
    with pytest.raises(SystemExit) as end, answered("Não dá:", words.PORTUGUESE.train):
        raise RefusedError("Não dá.", [fault, Fault("O menor valor é 8.", field="epochs")])
    assert end.value.code == 2
    assert capsys.readouterr().err.splitlines() == [
        "Não dá:",
        "- linha 3, coluna “texto”: Está vazia.",
        "- epochs: O menor valor é 8.",
    ]


@pytest.mark.parametrize(
    ("code", "params", "options"),
    [
        (
            "columns_ambiguous",
            {"role": "text", "candidates": ["relato", "o resumo"]},
            ["--column text=relato", "--column 'text=o resumo'"],
        ),
        ("sheets_ambiguous", {"candidates": ["2025", "2026"]}, ["--sheet 2025", "--sheet 2026"]),
        ("sheet_not_found", {"wanted": "x", "available": ["2025"]}, ["--sheet 2025"]),
        ("task_ambiguous", {"tasks": ["text-generation"]}, ["--task text-generation"]),
        ("form_ambiguous", {"forms": ["qa", "chat"]}, ["--form qa", "--form chat"]),
        (
            "separator_unconfirmed",
            {"separator": ";", "examples": ["a;b"]},
            ["--label-separator ';'", "--label-separator none"],
        ),
    ],
)
def test_a_question_is_told_with_what_answers_it(capsys, code, params, options):
    """Ready to be copied, whatever signs are in a name."""
    with pytest.raises(SystemExit), answered("No:", words.ENGLISH.train):
        raise RefusedError("No.", [Fault("Which one?", code, params=params)])
    _, question, repeat, *told = capsys.readouterr().err.splitlines()
    assert question == "- Which one?"
    assert repeat.strip() == "Repeat the command with one of these:"
    assert [line.strip() for line in told] == options


async def test_an_error_that_is_no_problem_document_keeps_its_number(sheet):
    with pytest.raises(RefusedError, match="HTTP 502"):
        await api(lambda _: httpx.Response(502, text="<html>")).upload(sheet)


async def test_a_server_that_is_away_is_unreachable():
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(UnreachableError, match="http://afina"):
        await api(away).run("r1")


@pytest.mark.parametrize(("status", "known"), [(201, False), (200, True), (202, False)])
async def test_a_file_that_was_there_already_is_told_apart(sheet, status, known):
    sent: list[bytes] = []

    def storing(request: httpx.Request) -> httpx.Response:
        sent.append(request.read())
        return httpx.Response(status, json={"id": "d1"})

    assert await api(storing).upload(sheet) == ({"id": "d1"}, known)
    assert b'name="text_column"\r\n\r\ntexto' in sent[0]
    assert b"label_column" not in sent[0]


async def test_a_broken_stream_goes_on_after_its_last_event(monkeypatch):
    """No event is missed and none comes twice; the gap is told."""
    monkeypatch.setattr(clients, "RETRY_SECONDS", 0)
    asked: list[str] = []

    def streaming(request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("/events"):
            return httpx.Response(
                200, json={"status": "running" if len(asked) < 3 else "completed"}
            )
        asked.append(request.headers["Last-Event-ID"])
        if len(asked) == 2:
            raise httpx.ReadError("cut", request=request)
        return httpx.Response(200, text=EVENTS if len(asked) == 1 else LAST)

    heard = [message and message.name async for message in api(streaming).events("r1")]
    assert heard == ["started", None, "completed"]
    assert asked == ["0", "7", "7"]


async def test_a_server_that_stays_away_is_given_up(monkeypatch):
    """Somebody stopped it: waiting for ever would help nobody."""
    monkeypatch.setattr(clients, "RETRY_SECONDS", 0)
    monkeypatch.setattr(clients, "PATIENCE_SECONDS", 0.05)

    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(UnreachableError, match="http://afina"):
        assert {message async for message in api(away).events("r1")} == {None}


@pytest.mark.parametrize("lighter", [True, False])
async def test_a_failed_run_is_tried_again_as_it_was_asked_for(lighter):
    sent: list[httpx.Request] = []

    def accepting(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(201, json={"id": "r2"})

    assert await api(accepting).retry("r1", lighter=lighter) == "r2"
    assert sent[0].url.path == "/api/runs/r1/retry"
    assert json.loads(sent[0].content) == {"lighter": lighter}


async def test_cancelling_what_has_ended_is_refused_in_its_words():
    with pytest.raises(RefusedError, match="Já terminou"):
        await api(lambda _: problem(detail="Já terminou.")).cancel("r1")


async def test_a_request_is_idempotent():
    keys: list[str] = []

    def accepting(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["Idempotency-Key"])
        return httpx.Response(201, json={"id": "r1", "sequence": 4})

    asking = api(accepting)
    assert await asking.request_run({"dataset_id": "d1"}) == "r1"
    await asking.request_run({"dataset_id": "d1"})
    assert len(set(keys)) == 2
