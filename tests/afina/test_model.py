"""What the terminal tells of models, and the sheets that it has classified."""

import json
from pathlib import Path

import httpx
import pytest

from afina import classifying, words
from afina.classifying import OccupiedError, Order
from afina.client import Client
from afina.commands import model
from afina.trained import Models
from afina.words import Words
from api.views import samples

RUN = str(samples.MODEL["id"])
JOB = samples.CLASSIFICATION
LANGUAGES = [words.PORTUGUESE, words.ENGLISH]


class Server:
    """Answers as the API does, and remembers what it was asked."""

    def __init__(self, *states: dict[str, object]) -> None:
        self.asked: list[str] = []
        self._states = [dict(JOB) | state for state in states]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url.path}")
        if request.method == "POST":
            return httpx.Response(201, json={"id": JOB["id"], "sequence": 7})
        if request.url.path.endswith("/download"):
            named = {"Content-Disposition": "attachment; filename*=UTF-8''..%2Fcasos%20-%20x.xlsx"}
            return httpx.Response(200, content=b"workbook", headers=named)
        if "classifications" in request.url.path:
            state = self._states.pop(0) if len(self._states) > 1 else self._states[0]
            return httpx.Response(200, json=state)
        return httpx.Response(200, json=samples.MODEL)

    @property
    def models(self) -> Models:
        transport = httpx.MockTransport(self)
        return Models(Client(httpx.AsyncClient(base_url="http://afina", transport=transport)))


@pytest.fixture
def order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Order:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("afina.trained.LOOK_SECONDS", 0.0)
    sheet = tmp_path / "casos.csv"
    sheet.write_text("texto\num texto\n")
    return Order(run_id=RUN, sheet=sheet, fields={"text_column": "texto"}, out=None)


async def test_a_sheet_is_followed_to_its_answers(order: Order, capsys: pytest.CaptureFixture[str]):
    """They lie where the command is run, whatever folder their name would lead to."""
    server = Server({"status": "running"}, {"status": "completed", "rows_answered": 1200})

    target = await classifying.classify(server.models, order, "http://afina", words.ENGLISH)

    assert target == Path("casos - x.xlsx")
    assert (order.sheet.parent / target).read_bytes() == b"workbook"
    assert "1,200 rows received" in capsys.readouterr().out
    assert server.asked[0] == f"POST /api/models/{RUN}/classifications"


async def test_what_is_there_already_is_not_overwritten(order: Order):
    """Said before the sheet is sent, where the place is named."""
    server = Server({"status": "completed"})
    occupied = Order(run_id=RUN, sheet=order.sheet, fields={}, out=order.sheet)
    with pytest.raises(OccupiedError):
        await classifying.classify(server.models, occupied, "http://afina", words.ENGLISH)
    assert server.asked == []


@pytest.mark.parametrize("say", LANGUAGES, ids=lambda say: say.language)
async def test_a_sheet_without_answers_says_why(
    order: Order, say: Words, capsys: pytest.CaptureFixture[str]
):
    failure = {"code": "model_missing", "sentence": "Sumiu.", "detail": ""}
    failed = Server({"status": "failed", "failure": failure})
    stopped = Server({"status": "cancelled"})

    for server in (failed, stopped):
        assert await classifying.classify(server.models, order, "http://afina", say) is None

    told = capsys.readouterr().out
    assert "Sumiu." in told
    assert say.model.sheet_ended["cancelled"] in told


def test_no_name_is_taken_for_markup(capsys: pytest.CaptureFixture[str]):
    """Whoever shares a model has named it."""
    model._print_table([samples.MODEL | {"name": "[/] x"}], words.ENGLISH)

    assert "[/] x" in capsys.readouterr().out


@pytest.mark.parametrize("say", LANGUAGES, ids=lambda say: say.language)
def test_a_model_is_told_in_words(say: Words):
    """What can't be done with it any more is among them; every figure as the language writes it."""
    doomed = samples.MODEL | {"deletion_requested_at": "2026-03-04T09:10:00+00:00"}
    told = dict(model.facts(doomed | {"review_threshold": 0.8125}, say))

    assert told[say.model.size] == f"471{say.numbers.decimal}9 MB"
    assert told[say.model.review] == say.model.review_below(f"81{say.numbers.decimal}25")
    assert say.model.deletion_waits in told[say.model.deletion]
    json.dumps(told)
