"""Whom the broker lets in, asked by the real one."""

import asyncio

import httpx
import pytest
from nats.aio.msg import Msg
from nats.errors import NoRespondersError
from sqlalchemy import and_, func, select

from api import access, callout, credentials
from api.access import CredentialKind
from api.callout import Callout, Refusal
from api.commands import workers
from api.decider import Decider
from api.inquiry import Inquiry
from infra import clock, database
from infra.bus import EventLog, connected
from infra.tokens import new_token
from schemas import subjects
from schemas.tables import tokens
from tests.api import guarded as doors
from tests.api.desk import Desk
from tests.api.guarded import lets_in
from tests.infra import doorkeeping
from tests.infra.broker import until
from tests.stack import Stack


@pytest.fixture
def url(servers: Stack) -> str:
    return servers.servers.broker.worker_url


async def register(http: httpx.AsyncClient, name: str = "Gabinete 3") -> dict[str, str]:
    answer = await http.post("/api/workers/register", json={"name": name})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_registered_worker_takes_a_job_tells_of_it_and_lets_it_go(
    administrator: httpx.AsyncClient, guarded: Desk, url: str
):
    """All that its work needs crosses from its account to the application's, and back."""
    worker = await register(administrator)
    client = guarded.services.log.client
    await client.jetstream().publish("training.run.r1.requested.default", b"{}")
    async with connected(url, f"worker.{worker['id']}", token=worker["token"]) as own:
        jobs = await own.jetstream().pull_subscribe_bind(
            consumer=subjects.jobs_consumer("default"), stream=subjects.TRAINING
        )
        [message] = await jobs.fetch(1, timeout=5)
        await message.in_progress()
        told = f"training.run.r1.worker.{worker['id']}.started"
        assert (await own.jetstream().publish(told, b"{}")).stream == subjects.TRAINING
        log = EventLog(own)
        assert await log.identity() == await guarded.services.log.identity()
        history = await log.history(subjects.worker(worker["id"]))
        await message.ack_sync()
    assert [recorded.event.actor.id for recorded in history] == ["local"]
    info = await client.jetstream().consumer_info(subjects.TRAINING, "gpu-default")
    assert (info.num_ack_pending, info.num_pending) == (0, 0)


async def test_a_worker_answers_what_it_is_asked_once_and_nobody_else_hears_it(
    administrator: httpx.AsyncClient, guarded: Desk, url: str
):
    """Questions cross to the workers' account, their answers back; a second one goes nowhere."""
    worker, other = await register(administrator), await register(administrator, "Gabinete 4")
    client, overheard = guarded.services.log.client, list[bytes]()
    question = subjects.predictions(worker["id"])

    async def answer(message: Msg) -> None:
        await message.respond(b"first")
        await message.respond(b"second")

    async def overhear(message: Msg) -> None:
        overheard.append(message.data)

    with pytest.raises(NoRespondersError):
        await client.request(question, b"?", timeout=5)
    async with (
        doors.connected(url, worker["token"], worker["id"]) as own,
        doors.connected(url, other["token"], other["id"]) as curious,
    ):
        await curious.client.subscribe(question, cb=overhear)
        await own.client.subscribe(question, cb=answer)
        await asyncio.gather(own.client.flush(), curious.client.flush())
        inbox = client.new_inbox()
        answers = await client.subscribe(inbox)
        await client.publish(question, b"?", reply=inbox)
        assert (await answers.next_msg(timeout=5)).data == b"first"
        await until(lambda: len(own.denied) == 1)
        assert answers.pending_msgs == 0
        await until(lambda: len(curious.denied) == 1)
    assert not overheard


async def test_only_a_working_token_of_a_registered_worker_opens_the_door(
    administrator: httpx.AsyncClient, guarded: Desk, url: str
):
    """Guesses, people's tokens, ended ones, and those of workers that nobody registered."""
    worker = await register(administrator)
    refused = {
        "nothing": "",
        "a guess": new_token(),
        "no token of ours": "x" * 300,
        "a person's": await guarded.token("local"),
        "an ended one": await guarded.token(
            worker["id"], CredentialKind.WORKER, revoked_at=clock.now()
        ),
        "a stranger's": await guarded.token("stranger", CredentialKind.WORKER),
    }

    assert await lets_in(url, worker["token"])
    assert {why: await lets_in(url, token) for why, token in refused.items()} == dict.fromkeys(
        refused, False
    )


async def test_nobody_new_comes_in_while_the_database_is_away(
    administrator: httpx.AsyncClient, guarded: Desk
):
    """Whoever cannot be judged is refused, in time; nothing is remembered of earlier answers."""
    worker = await register(administrator)
    engine = database.engine("postgresql://afina:x@127.0.0.1:9/afina", "access")
    settings = guarded.services.settings
    idle = access.idle_of(settings)
    asked = Inquiry(engine, lambda tx, shown: access.behind(tx, shown, idle, clock.now()))
    door = Callout(settings, Decider(guarded.services.log, workers.evolve), asked)

    assert await door.decide(worker["token"], "") is Refusal.UNAVAILABLE
    await engine.dispose()


async def test_a_flood_of_guesses_keeps_nobody_out(
    administrator: httpx.AsyncClient, guarded: Desk, url: str
):
    """They are answered beside each other, by one question to the database for all of them."""
    worker = await register(administrator)
    identities = access.identities(guarded.services)
    door = Callout(guarded.services.settings, guarded.services.workers, identities)

    async with doors.flooding(url):
        admitted = [await lets_in(url, worker["token"]) for _ in range(5)]

    assert all(admitted)
    assert await door.decide(new_token(), "") is Refusal.UNKNOWN


async def test_who_is_revoked_is_out_at_once_and_stays_out(
    administrator: httpx.AsyncClient, guarded: Desk, url: str
):
    """Its connection ends, its token opens neither broker nor API, and the log says so."""
    worker = await register(administrator)
    async with doors.connected(url, worker["token"], worker["id"]) as own:
        answer = await administrator.post(f"/api/workers/{worker['id']}/revoke")
        assert (answer.status_code, answer.json()["status"]) == (200, "revoked")
        await until(lambda: not own.client.is_connected)

    assert not await lets_in(url, worker["token"])
    shown = {"Authorization": f"Bearer {worker['token']}"}
    assert (await administrator.get("/api/workers/self", headers=shown)).status_code == 401
    renewed = await administrator.post(f"/api/workers/{worker['id']}/token")
    assert (renewed.status_code, renewed.json()["code"]) == (409, "worker_revoked")
    history = await guarded.services.log.history(subjects.worker(worker["id"]))
    assert [recorded.event.type for recorded in history] == [
        "worker.registered.v1",
        "worker.revoked.v1",
    ]
    again = await administrator.post(f"/api/workers/{worker['id']}/revoke")
    assert (again.status_code, again.json()) == (200, answer.json())


async def test_a_revocation_that_another_process_wrote_ends_the_connection_too(
    administrator: httpx.AsyncClient, guarded: Desk, url: str
):
    """Every process of the API hears the log."""
    worker = await register(administrator)
    async with doors.connected(url, worker["token"], worker["id"]) as own:
        wish = workers.RevokeWorker(worker_id=worker["id"], actor=doors.SOMEBODY)
        await guarded.services.workers.carry_out(
            subjects.worker(worker["id"]), lambda state: workers.revoke(wish, state, clock.now())
        )
        await until(lambda: not own.client.is_connected)
    assert not await lets_in(url, worker["token"])


async def test_a_renewed_token_replaces_the_old_one(
    administrator: httpx.AsyncClient, guarded: Desk, url: str
):
    """Whoever came in with the old one is out."""
    worker = await register(administrator)
    async with doors.connected(url, worker["token"], worker["id"]) as own:
        renewed = (await administrator.post(f"/api/workers/{worker['id']}/token")).json()
        await until(lambda: not own.client.is_connected)

    assert not await lets_in(url, worker["token"])
    assert await lets_in(url, renewed["token"])
    shown = {"Authorization": f"Bearer {renewed['token']}"}
    itself = (await administrator.get("/api/workers/self", headers=shown)).json()
    assert itself == {"id": worker["id"], "name": "Gabinete 3", "pool": "default", "nats_url": url}
    [*_, told] = await guarded.services.log.history(subjects.worker(worker["id"]))
    assert (told.event.type, told.event.actor.id) == ("worker.key_renewed.v1", "local")


async def test_a_key_that_was_being_made_while_its_worker_was_revoked_opens_nothing(
    administrator: httpx.AsyncClient, guarded: Desk
):
    """The revocation comes between the log's word of a new key and the key; whoever waits is told.

    The key is held up where two that are made at once would wait for each other.
    """
    worker = await register(administrator)
    async with guarded.services.engine.begin() as tx:
        await tx.execute(credentials.alone(worker["id"]))
        renewing = asyncio.create_task(administrator.post(f"/api/workers/{worker['id']}/token"))
        await until(lambda: told_of(guarded, worker["id"], "worker.key_renewed.v1"))
        revoked = await administrator.post(f"/api/workers/{worker['id']}/revoke")
        assert (revoked.status_code, renewing.done()) == (200, False)
    refused = await renewing

    assert (refused.status_code, refused.json()["code"]) == (409, "worker_revoked")
    assert await keys_of(guarded, worker["id"]) == 0


async def test_whatever_is_asked_at_once_no_more_keys_live_than_may(
    administrator: httpx.AsyncClient, guarded: Desk
):
    """One of many renewals counts; beside a revocation none does."""
    worker, other = await register(administrator), await register(administrator)
    asked = [f"/api/workers/{worker['id']}/token"] * 4
    asked += [f"/api/workers/{other['id']}/{what}" for what in ("token", "revoke", "token")]
    answers = await asyncio.gather(*map(administrator.post, asked))

    assert [answer.status_code for answer in answers[:4]] == [201] * 4
    assert answers[5].status_code == 200
    assert await keys_of(guarded, worker["id"]) == 1
    assert await keys_of(guarded, other["id"]) == 0


async def keys_of(desk: Desk, worker_id: str) -> int:
    """How many keys of the worker count."""
    of_worker = and_(tokens.c.subject == worker_id, access.worker_tokens_that_work())
    async with desk.services.engine.connect() as tx:
        return (await tx.scalars(select(func.count()).where(of_worker))).one()


async def told_of(desk: Desk, worker_id: str, kind: str) -> bool:
    history = await desk.services.log.history(subjects.worker(worker_id))
    return kind in [recorded.event.type for recorded in history]


async def test_a_question_that_no_broker_signed_is_not_answered(guarded: Desk, servers: Stack):
    """Only whoever knows the callout's password could ask at all; even so it learns nothing."""
    async with connected(servers.servers.broker.callout_url, "forger") as forger:
        with pytest.raises(TimeoutError):
            await forger.request(callout.ASKED_ON, b"a.b.c", timeout=0.5)


def test_the_answering_api_is_told_what_it_needs(servers: Stack):
    """The settings that these tests use are those of a real API."""
    settings = doorkeeping.settings_of(servers.servers.broker)
    assert settings.callout_issuer_seed.get_secret_value().startswith("SA")
