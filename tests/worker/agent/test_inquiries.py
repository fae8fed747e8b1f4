"""What a worker is asked at a real broker; who answers is a stand-in."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from nats.aio.client import Client
from nats.errors import NoRespondersError

from schemas import subjects
from schemas.certainty import Band
from schemas.inference import (
    Answer,
    Asked,
    DeclineCode,
    Declined,
    Predicted,
    Prediction,
    Told,
    told,
)
from worker.agent import inquiries

WORKER = "gpu-1"
BUSY = Declined(code=DeclineCode.BUSY)


class StandIn:
    """Answers with the text itself, when it may."""

    def __init__(self, may: Callable[[], Awaitable[Any]] = lambda: asyncio.sleep(0)) -> None:
        self.may = may

    async def predict(
        self, run_id: UUID, texts: Sequence[str], question: str | None, *, patience_seconds: float
    ) -> Told:
        await self.may()
        labels = (f"{question} {text}" for text in texts)
        answers = [Answer(label=label, probability=1, band=Band.SURE) for label in labels]
        return Predicted(predictions=tuple(Prediction(answers=(one,), given=1) for one in answers))


async def ask(client: Client, *texts: str, question: str | None = None) -> Told:
    asked = Asked(run_id=uuid4(), texts=texts, question=question, patience_seconds=5)
    return await raw(client, asked.model_dump_json().encode())


async def raw(client: Client, data: bytes) -> Told:
    message = await client.request(subjects.predictions(WORKER), data, timeout=10)
    return told.validate_json(message.data)


async def test_whoever_asks_is_answered_until_the_worker_leaves(client: Client):
    """The texts in their order, with their question; then nobody hears."""
    async with inquiries.heard(client, StandIn(), WORKER):
        answer = await ask(client, "a", "b", question="q")
        assert isinstance(answer, Predicted)
        assert [one.answers[0].label for one in answer.predictions] == ["q a", "q b"]

    with pytest.raises(NoRespondersError):
        await ask(client, "a")


@pytest.mark.parametrize("data", [b"", b"{}", b"nonsense", b'{"texts": ["a secret"]}'])
async def test_what_no_worker_understands_is_said_and_logged_nowhere(
    client: Client, data: bytes, capsys: pytest.CaptureFixture[str]
):
    """Another version may have asked; whoever did waits for nothing."""
    async with inquiries.heard(client, StandIn(), WORKER):
        assert await raw(client, data) == Declined(code=DeclineCode.UNREADABLE)

    assert "secret" not in "".join(capsys.readouterr())


async def test_an_answer_that_no_message_holds_is_said(client: Client):
    """Rather than lost."""
    async with inquiries.heard(client, StandIn(), WORKER):
        large = "x" * (client.max_payload // 2)
        answer = await ask(client, "a", "b", "c", question=large)
        assert answer == Declined(code=DeclineCode.TOO_LARGE)


async def test_whoever_asks_beyond_what_fits_hears_it_at_once(client: Client):
    """Those before keep their places."""
    enough = asyncio.Event()
    async with inquiries.heard(client, StandIn(enough.wait), WORKER):
        askers = [asyncio.create_task(ask(client, "a")) for _ in range(inquiries.MOST_AT_ONCE + 6)]
        while sum(asker.done() for asker in askers) < 6:
            await asyncio.wait(
                [asker for asker in askers if not asker.done()],
                return_when=asyncio.FIRST_COMPLETED,
            )
        enough.set()
        answers = await asyncio.gather(*askers)

    assert answers.count(BUSY) == 6
