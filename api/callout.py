"""Says which workers the broker lets in, and what each may do there.

The broker asks about whoever shows no password of its own. Its answer stands on two facts: the
token counts, and the log knows the worker and has not revoked it. Nothing is remembered from one
question to the next, so what was revoked is refused at once. Where database or log are away nobody
new is let in; whoever is in stays.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from enum import StrEnum
from time import perf_counter

from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from sqlalchemy.exc import SQLAlchemyError

from api import access, claims, metrics, permissions
from api.access import CredentialKind, Principal, Shown
from api.claims import Admitted, Asked
from api.commands.workers import Worker
from api.decider import Decider
from api.inquiry import Inquiry
from api.problems import RefusedError
from infra import bus, clock, logging, nkeys
from infra.bus import UnavailableError
from infra.nkeys import InvalidKeyError
from infra.settings import Settings
from infra.tasks import ended
from infra.tokens import PREFIX, digest
from schemas import subjects

log = logging.get(__name__)

ASKED_ON = "$SYS.REQ.USER.AUTH"
QUEUE = "callout"
"""Every process of the API answers, and each question goes to one."""
SEALED_BY = "Nats-Server-Xkey"
MOST_AT_ONCE = 256
"""Questions under way; the broker itself gives up on more, so they are not taken up."""
DECIDE_SECONDS = 2.0
"""After which the broker has refused anyhow."""
TELL_SECONDS = 1.0
"""Between two lines about refusals, however many there are."""


class Refusal(StrEnum):
    """Why a client is not let in. The client hears none of it."""

    UNKNOWN = "unknown"
    """No such token, or it has ended."""
    REVOKED = "revoked"
    """No such worker, or it may work no more."""
    UNAVAILABLE = "unavailable"
    """Database or log did not answer."""


class Callout:
    """What answers one broker."""

    def __init__(
        self, settings: Settings, workers: Decider[Worker], identities: Inquiry[Shown, Principal]
    ) -> None:
        self._settings = settings
        self._workers = workers
        self._identities = identities
        self._under_way: set[asyncio.Task[None]] = set()
        self._refused = 0
        """Since the last line about it."""
        self._told_at = 0.0

    async def on_question(self, message: Msg) -> None:
        """Answer beside the other questions, as long as there are not too many."""
        if len(self._under_way) >= MOST_AT_ONCE:
            metrics.CALLOUTS.labels("overloaded").inc()
            return
        task = asyncio.create_task(self._answer(message))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def leave(self) -> None:
        """Answer nothing more."""
        await ended(self._under_way)

    async def _answer(self, message: Msg) -> None:
        began = perf_counter()
        try:
            asked = claims.read(self._opened(message).decode())
        except (InvalidKeyError, UnicodeDecodeError) as error:
            metrics.CALLOUTS.labels("forged").inc()
            log.error("no question of a broker", error=str(error))
            return
        verdict = await self.decide(asked.connect_opts.auth_token, asked.client_info.host)
        if isinstance(verdict, Refusal):
            self._tell(verdict, asked)
        issuer = self._settings.callout_issuer_seed.get_secret_value()
        text = claims.answer(asked, verdict, issuer, clock.now())
        try:
            await message.respond(self._sealed(text.encode(), asked))
        except NatsError as error:
            log.warning("the broker did not hear the answer", error=str(error))
        outcome = verdict.value if isinstance(verdict, Refusal) else "admitted"
        metrics.CALLOUTS.labels(outcome).inc()
        metrics.CALLOUT_SECONDS.observe(perf_counter() - began)

    async def decide(self, token: str, address: str) -> Admitted | Refusal:
        """Whether whoever shows ``token`` from ``address`` is let in, and as whom."""
        if not token.startswith(PREFIX):
            return Refusal.UNKNOWN
        try:
            async with asyncio.timeout(DECIDE_SECONDS):
                return await self._judged(Shown(digest(token), address))
        except RefusedError:
            return Refusal.UNKNOWN
        except (SQLAlchemyError, UnavailableError, OSError) as error:
            log.warning("no worker is let in", error=str(error).splitlines()[0])
            return Refusal.UNAVAILABLE

    async def _judged(self, shown: Shown) -> Admitted | Refusal:
        principal = await access.identify(self._identities, shown)
        if principal.kind is not CredentialKind.WORKER:
            return Refusal.UNKNOWN
        worker = (await self._workers.load(subjects.worker(principal.subject))).state
        if worker is None or worker.revoked:
            return Refusal.REVOKED
        allowed = permissions.of_worker(worker.worker_id, worker.pool)
        return Admitted(worker.worker_id, subjects.WORKERS_ACCOUNT, allowed)

    def _opened(self, message: Msg) -> bytes:
        """The question, as the server wrote it."""
        sender = (message.headers or {}).get(SEALED_BY)
        if sender is None:
            return message.data
        return nkeys.unsealed(self._xkey, sender, message.data)

    def _sealed(self, answer: bytes, asked: Asked) -> bytes:
        receiver = asked.server_id.xkey
        return nkeys.sealed(self._xkey, receiver, answer) if receiver else answer

    @property
    def _xkey(self) -> str:
        return self._settings.callout_xkey_seed.get_secret_value()

    def _tell(self, refusal: Refusal, asked: Asked) -> None:
        """Say who is not let in; of a flood, once a second how many there were."""
        self._refused += 1
        if perf_counter() - self._told_at < TELL_SECONDS:
            return
        host = asked.client_info.host
        log.warning("not let in", error=refusal.value, address=host, refused=self._refused)
        self._refused, self._told_at = 0, perf_counter()


@asynccontextmanager
async def answering(
    settings: Settings, workers: Decider[Worker], identities: Inquiry[Shown, Principal]
) -> AsyncGenerator[None]:
    """Answer the broker's questions until leaving, where there is a broker that asks."""
    if not settings.callout_nats_url:
        yield
        return
    callout = Callout(settings, workers, identities)
    async with bus.connected(settings.callout_nats_url, "callout") as client:
        await client.subscribe(ASKED_ON, queue=QUEUE, cb=callout.on_question)
        await client.flush()
        try:
            yield
        finally:
            await callout.leave()
