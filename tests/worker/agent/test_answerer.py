"""The process that answers, started for real, on tiny models."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import psutil
import pytest

from infra.settings import Settings
from schemas.inference import DeclineCode, Declined, Predicted, Told
from schemas.tasks import Task
from tests.infra.broker import until
from tests.worker.inference import models
from worker.agent import answerer
from worker.agent.answerer import Answerer
from worker.agent.workplace import Workplace
from worker.messages import Device

LONG = "mar de anil e folha " * 2500
PATIENCE_SECONDS = 60.0


def device(kind: str = "cpu") -> Device:
    told = {"device": kind, "name": "test", "memory_bytes": 1 << 30, "processors": 2}
    versions = dict.fromkeys(("torch", "transformers", "processor", "tokenizers", "numpy"), "1")
    unknown = dict.fromkeys(("cuda", "driver", "compute_capability"))
    return Device.model_validate(told | versions | unknown)


def settings(data_dir: Path, **chosen: object) -> Settings:
    told = {"NATS_URL": "", "data_dir": data_dir, "inference_niceness": 0}
    return Settings.model_validate(told | chosen)


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    return Workplace.prepare(settings(tmp_path))


@pytest.fixture
def labels(workplace: Workplace) -> UUID:
    """A run with a model that gives labels."""
    run_id = uuid4()
    models.save(workplace.model(run_id))
    return run_id


@pytest.fixture
async def asked(tmp_path: Path, workplace: Workplace) -> AsyncIterator[Answerer]:
    async with answerer.opened(settings(tmp_path), workplace, device()) as opened:
        yield opened


async def told(asked: Answerer, run_id: UUID, *texts: str) -> Told:
    return await asked.predict(run_id, texts, patience_seconds=PATIENCE_SECONDS)


def children() -> list[psutil.Process]:
    every = psutil.Process().children()
    return [each for each in every if "worker.inference" in each.cmdline()]


async def test_one_process_answers_everybody(
    asked: Answerer, labels: UUID, workplace: Workplace, capsys: pytest.CaptureFixture[str]
):
    """Fifty at once, with several models, a text of 50,000 characters, and what is not there."""
    entities, damaged = uuid4(), uuid4()
    models.save(workplace.model(entities), Task.TOKEN_CLASSIFICATION)
    models.save(workplace.model(damaged))
    (workplace.model(damaged) / "model.safetensors").write_bytes(b"no weights")

    every = await asyncio.gather(*(told(asked, labels, f"o mar {n}", "jade") for n in range(50)))
    assert all(isinstance(one, Predicted) and len(one.predictions) == 2 for one in every)
    assert len(children()) == 1

    cut, read, broken, missing = await asyncio.gather(
        told(asked, labels, LONG),
        told(asked, entities, LONG),
        told(asked, damaged, "o mar"),
        told(asked, uuid4(), "o mar"),
    )
    assert isinstance(cut, Predicted)
    assert cut.predictions[0].is_cut
    assert isinstance(read, Predicted)
    assert not read.predictions[0].is_cut
    assert broken == Declined(code=DeclineCode.DAMAGED)
    assert missing == Declined(code=DeclineCode.MISSING)

    assert "de anil e" not in "".join(capsys.readouterr())

    await asked.unload(labels)
    shutil.rmtree(workplace.model(labels))
    assert await told(asked, labels, "o mar") == Declined(code=DeclineCode.MISSING)
    assert isinstance(await told(asked, entities, "o mar"), Predicted)


async def test_a_process_that_dies_is_told_and_followed_by_another(asked: Answerer, labels: UUID):
    """Who waits hears it at once; who asks again is answered."""
    waiting = asyncio.create_task(told(asked, labels, "o mar"))
    await until(lambda: len(children()) == 1)
    children()[0].kill()

    assert await waiting == Declined(code=DeclineCode.FAILED)
    assert isinstance(await told(asked, labels, "o mar"), Predicted)


async def test_whoever_waits_too_long_is_told_that_there_is_too_much_to_do(
    asked: Answerer, labels: UUID
):
    """The first answer needs a process; who cancels is forgotten."""
    soon = await asked.predict(labels, ["o mar"], patience_seconds=0.01)
    cancelled = asyncio.create_task(told(asked, labels, "o mar"))
    await asyncio.sleep(0)
    cancelled.cancel()

    assert soon == Declined(code=DeclineCode.BUSY)
    with pytest.raises(asyncio.CancelledError):
        await cancelled


async def test_beyond_what_can_be_answered_nobody_waits(
    asked: Answerer, labels: UUID, monkeypatch: pytest.MonkeyPatch
):
    """Neither in number nor in size."""
    monkeypatch.setattr(answerer, "MOST_CHARACTERS", 10)
    assert await told(asked, labels, "x" * 11) == Declined(code=DeclineCode.BUSY)
    monkeypatch.setattr(answerer, "MOST_WAITING", 0)
    assert await told(asked, labels, "x") == Declined(code=DeclineCode.BUSY)
    assert children() == []


async def test_a_process_that_does_not_let_go_of_a_model_is_ended(
    asked: Answerer, labels: UUID, monkeypatch: pytest.MonkeyPatch
):
    """Its files are to be deleted; whoever waits may ask again."""
    monkeypatch.setattr(answerer, "UNLOAD_SECONDS", 0.05)
    waiting = asyncio.create_task(told(asked, labels, "o mar"))
    await until(lambda: len(children()) == 1)
    children()[0].suspend()

    await asked.unload(labels)

    assert children() == []
    assert await waiting == Declined(code=DeclineCode.BUSY)


async def test_a_training_gets_the_gpu_at_once(tmp_path: Path, workplace: Workplace, labels: UUID):
    """Meanwhile another process answers on the processor; afterwards one that has all again."""
    async with answerer.opened(settings(tmp_path), workplace, device("mps")) as asked:
        waiting = asyncio.create_task(told(asked, labels, "o mar"))
        await until(lambda: len(children()) == 1)
        assert "--processor" not in children()[0].cmdline()
        async with asked.giving_way():
            assert children() == []
            assert await waiting == Declined(code=DeclineCode.BUSY)
            waiting = asyncio.create_task(told(asked, labels, "o mar"))
            await until(lambda: len(children()) == 1)
            assert "--processor" in children()[0].cmdline()
            waiting.cancel()
        await asyncio.wait({waiting})
        waiting = asyncio.create_task(told(asked, labels, "o mar"))
        await until(lambda: all("--processor" not in each.cmdline() for each in children()))
        waiting.cancel()


async def test_a_process_that_nobody_asks_ends(tmp_path: Path, workplace: Workplace, labels: UUID):
    """Its memory is somebody else's then."""
    chosen = settings(tmp_path, inference_idle_seconds=0.05)
    async with answerer.opened(chosen, workplace, device()) as asked:
        await asked.predict(labels, ["o mar"], patience_seconds=0.1)
        await until(lambda: children() == [])
