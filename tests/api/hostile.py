"""What a hostile client of the broker tries, and what comes of it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

PATIENCE_SECONDS = 20.0
"""For what must come true."""
ANSWER_SECONDS = 0.08
"""That an answer would take, many times over; what is refused is known at once."""
POLL_SECONDS = 0.01
PROBE = b"probe"


class Way(StrEnum):
    """How a subject is tried."""

    PUBLISH = "publish"
    SUBSCRIBE = "subscribe"
    ANSWER = "have answers sent to"
    """An allowed question, whose answer is to go to the subject."""


class Outcome(StrEnum):
    """What came of it."""

    REFUSED = "refused"
    NOTHING = "reaches nobody"
    DONE = "**done**"


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt."""

    way: Way
    subject: str
    means: str
    data: bytes = b""
    probe: str = ""
    """A subject that a subscription would hear."""


def own(worker: str) -> list[Try]:
    """What a worker needs."""
    publish = Way.PUBLISH
    return [
        Try(publish, f"training.run.r1.worker.{worker}.started", "tell of a run, as itself"),
        Try(publish, f"telemetry.run.r1.{worker}.progress", "report progress, as itself"),
        Try(publish, f"presence.worker.{worker}", "its own heartbeat"),
        Try(publish, "$JS.API.CONSUMER.MSG.NEXT.TRAINING.gpu-default", "take a job of its pool"),
        Try(publish, "$JS.ACK.TRAINING.gpu-default.1.99.1.1.0", "let a job of its pool go"),
        Try(publish, "log.identity", "which log this is", b"{}"),
        Try(publish, "$JS.API.DIRECT.GET.TRAINING", "read events", b'{"seq":1}'),
        Try(publish, "$JS.API.DIRECT.GET.PRESENCE.presence.worker.gpu-2", "another's heartbeat"),
        Try(
            Way.SUBSCRIBE,
            "training.run.*.control.>",
            "what people say of runs",
            probe="training.run.r1.control.cancel_requested",
        ),
        Try(
            Way.SUBSCRIBE,
            f"inference.worker.{worker}.*",
            "what people ask of its models",
            probe=f"inference.worker.{worker}.predict",
        ),
    ]


FORBIDDEN_PUBLISHES = {
    "training.run.r1.worker.gpu-2.completed": "an event in another worker's name",
    "training.run.r1.worker.gpu-1.started.more": "an event below its own",
    "training.run.r1.requested.default": "a job",
    "training.run.r1.control.cancel_requested": "a person's wish",
    "training.run.r1.control.stalled": "the watchdog's word",
    "training.dataset.d1.uploaded": "a dataset",
    "training.dataset.d1.deleted": "a dataset's end",
    "training.model.r1.shared": "sharing a model",
    "training.user.local.role_changed": "a person's role",
    "training.worker.gpu-1.registered": "its own registration",
    "training.worker.gpu-2.revoked": "another's revocation",
    "training.setting.limits.changed": "a limit",
    "telemetry.run.r1.gpu-2.progress": "another's progress",
    "telemetry.run.r1.gpu-2.logs": "another's log lines",
    "presence.worker.gpu-2": "another's heartbeat",
    "control.retention.preview": "a question among the control plane",
    "inference.worker.gpu-2.predict": "a question about another's models",
    "_INBOX_api.x.y": "an answer to the API",
    "_R_.x.y": "an answer to a question that it was not asked",
    "_INBOX_worker.gpu-2.x": "an answer to another worker",
    "$JS.API.INFO": "the account's storage",
    "$JS.API.STREAM.NAMES": "the names of streams",
    "$JS.API.STREAM.LIST": "the streams",
    "$JS.API.STREAM.INFO.TRAINING": "the log's stream under its own name",
    "$JS.API.STREAM.INFO.TELEMETRY": "another stream",
    "$JS.API.STREAM.INFO.PRESENCE": "another stream",
    "$JS.API.STREAM.CREATE.MINE": "a stream of its own",
    "$JS.API.STREAM.UPDATE.TRAINING": "the log's settings",
    "$JS.API.STREAM.PURGE.TELEMETRY": "emptying a stream",
    "$JS.API.STREAM.DELETE.TRAINING": "deleting the log",
    "$JS.API.STREAM.DELETE.PRESENCE": "deleting a stream",
    "$JS.API.STREAM.MSG.GET.TRAINING": "a message by the stream's leader",
    "$JS.API.STREAM.MSG.DELETE.TRAINING": "deleting an event",
    "$JS.API.STREAM.SNAPSHOT.TRAINING": "a copy of the log",
    "$JS.API.STREAM.RESTORE.TRAINING": "another log in its place",
    "$JS.API.CONSUMER.CREATE.TRAINING": "a consumer",
    "$JS.API.CONSUMER.DURABLE.CREATE.TRAINING.mine": "a consumer that stays",
    "$JS.API.CONSUMER.INFO.TRAINING.gpu-default": "the queue's state",
    "$JS.API.CONSUMER.LIST.TRAINING": "the queues",
    "$JS.API.CONSUMER.DELETE.TRAINING.gpu-default": "deleting the queue",
    "$JS.API.CONSUMER.PAUSE.TRAINING.gpu-default": "stopping the queue",
    "$JS.API.CONSUMER.MSG.NEXT.TRAINING.gpu-other": "a job of another pool",
    "$JS.API.CONSUMER.MSG.NEXT.PRESENCE.watchdog": "the watchdog's messages",
    "$JS.ACK.TRAINING.gpu-other.1.1.1.1.0": "letting go another pool's job",
    "$JS.ACK.PRESENCE.watchdog.1.1.1.1.0": "the watchdog's messages",
    "$JS.API.DIRECT.GET.TELEMETRY": "log lines of all runs",
    "$JS.API.DIRECT.GET.PRESENCE": "any message of presence",
    "$JS.FC.TRAINING.x": "flow control",
    "$KV.any.key": "a key-value store",
    "$SYS.REQ.SERVER.PING": "the broker's servers",
    "$SYS.REQ.SERVER.PING.CONNZ": "who is connected",
    "$SYS.REQ.ACCOUNT.AFINA.CONNZ": "who is connected",
    "$SYS.REQ.USER.AUTH": "a question of the broker's",
    "$SYS.REQ.USER.INFO": "what the broker knows of it",
}
FORBIDDEN_SUBSCRIPTIONS = {
    ">": ("everything", "training.run.r1.requested.default"),
    "training.>": ("every event", "training.run.r1.requested.default"),
    "training.run.*.requested.*": ("every job", "training.run.r1.requested.default"),
    "training.run.*.worker.>": ("what workers tell", "training.run.r1.worker.gpu-2.x"),
    "training.user.>": ("what happens to people", "training.user.local.x"),
    "training.dataset.>": ("what happens to datasets", "training.dataset.d1.x"),
    "telemetry.>": ("every report", "telemetry.run.r1.gpu-2.logs"),
    "presence.>": ("every heartbeat", "presence.worker.gpu-2"),
    "inference.worker.*.*": ("what people ask of all models", "inference.worker.gpu-2.predict"),
    "inference.worker.gpu-2.*": ("of another's models", "inference.worker.gpu-2.predict"),
    "_R_.>": ("answers to questions across accounts", "_R_.x.y"),
    "_INBOX.>": ("answers to anybody", "_INBOX.x"),
    "_INBOX_api.>": ("answers to the API", "_INBOX_api.x"),
    "_INBOX_worker.>": ("answers to all workers", "_INBOX_worker.gpu-2.x"),
    "_INBOX_worker.gpu-2.>": ("answers to another worker", "_INBOX_worker.gpu-2.x"),
    "$JS.EVENT.ADVISORY.>": ("what happens to streams", "$JS.EVENT.ADVISORY.x"),
    "$JS.ACK.>": ("acknowledgements", "$JS.ACK.TRAINING.gpu-default.1.1.1.1.0"),
    "$JS.API.>": ("questions about streams", "$JS.API.CONSUMER.MSG.NEXT.TRAINING.x"),
    "log.identity": ("questions of others", "log.identity"),
    "control.>": ("talk among the control plane", "control.retention.preview"),
    "$SYS.>": ("the broker's own events", "$SYS.x"),
    "$SYS.REQ.USER.AUTH": ("tokens of others", "$SYS.REQ.USER.AUTH"),
}
ANSWERED_AT = {
    "training.run.r2.control.cancel_requested": "a person's wish",
    "training.run.r2.worker.gpu-2.completed": "an event in another worker's name",
    "training.worker.gpu-2.revoked": "another's revocation",
    "presence.worker.gpu-2": "another's heartbeat",
    "telemetry.run.r2.gpu-2.logs": "another's log lines",
    "$JS.API.STREAM.PURGE.TELEMETRY": "emptying a stream",
    "$JS.API.STREAM.DELETE.PRESENCE": "deleting a stream",
    "$JS.API.CONSUMER.DELETE.TRAINING.gpu-default": "deleting the queue",
    "_INBOX_api.x.y": "an answer to the API",
    "$SYS.REQ.USER.AUTH": "a question of the broker's",
}
QUESTIONS = (
    ("log.identity", b"{}"),
    ("$JS.API.DIRECT.GET.TRAINING", b'{"seq":1}'),
    ("$JS.API.DIRECT.GET.TRAINING", b'{"last_by_subj":"training.run.r1.worker.gpu-1.empty"}'),
    ("$JS.API.DIRECT.GET.TRAINING", b'{"seq":1,"next_by_subj":"training.>","batch":5}'),
    ("$JS.API.CONSUMER.MSG.NEXT.TRAINING.gpu-default", b'{"batch":1,"no_wait":true}'),
    ("presence.worker.gpu-1", b""),
)
"""Which a worker may ask, each answered with other data; one of the answers is empty."""


def forbidden() -> list[Try]:
    """What a worker has no business with."""
    subscriptions = FORBIDDEN_SUBSCRIPTIONS.items()
    return [
        *(Try(Way.PUBLISH, subject, means) for subject, means in FORBIDDEN_PUBLISHES.items()),
        *(
            Try(Way.SUBSCRIBE, subject, means, probe=probe)
            for subject, (means, probe) in subscriptions
        ),
        *(Try(Way.ANSWER, subject, means) for subject, means in ANSWERED_AT.items()),
    ]


class Scene:
    """The control plane's view of its account, in which whatever arrives is heard."""

    def __init__(self, control: Client) -> None:
        self._control = control
        self.patience_seconds = PATIENCE_SECONDS
        self._heard: list[str] = []

    async def watch(self) -> None:
        await self._control.subscribe(">", cb=self._on_message)
        await self._control.flush()

    async def _on_message(self, message: Msg) -> None:
        self._heard.append(message.subject)

    async def tried(self, client: Client, denied: Sequence[str], one: Try) -> Outcome:
        """What comes of one attempt by ``client``, whose refusals are added to ``denied``."""
        before, self._heard[:] = len(denied), []

        def is_refused() -> bool:
            return len(denied) > before

        match one.way:
            case Way.PUBLISH:
                reached = await self._published(client, one, is_refused)
            case Way.SUBSCRIBE:
                reached = await self._subscribed(client, one, is_refused)
            case Way.ANSWER:
                reached = await self._answered(client, one)
        if is_refused() and not reached:
            return Outcome.REFUSED
        return Outcome.DONE if reached else Outcome.NOTHING

    async def _published(self, client: Client, one: Try, is_refused: Callable[[], bool]) -> bool:
        answers = await client.subscribe(inbox := client.new_inbox())
        await client.publish(one.subject, one.data, reply=inbox)
        await client.flush()
        await self._seen(
            lambda: is_refused() or answers.pending_msgs > 0 or one.subject in self._heard
        )
        answered = answers.pending_msgs > 0 and not await _is_nobody(answers)
        await answers.unsubscribe()
        return answered or one.subject in self._heard

    async def _subscribed(self, client: Client, one: Try, is_refused: Callable[[], bool]) -> bool:
        heard: list[bytes] = []

        async def on_message(message: Msg) -> None:
            heard.append(message.data)

        subscription = await client.subscribe(one.subject, cb=on_message)
        await client.flush()
        await self._control.publish(one.probe, PROBE)
        await self._seen(lambda: is_refused() or PROBE in heard)
        await subscription.unsubscribe()
        return PROBE in heard

    async def _answered(self, client: Client, one: Try) -> bool:
        for question, data in QUESTIONS:
            await client.publish(question, data, reply=one.subject)
        await client.flush()
        return await self._seen(lambda: one.subject in self._heard)

    async def _seen(self, fact: Callable[[], bool]) -> bool:
        """Whether ``fact`` comes true in the time that it would take."""
        try:
            async with asyncio.timeout(self.patience_seconds):
                while not fact():  # noqa: ASYNC110 (what comes is counted elsewhere)
                    await asyncio.sleep(POLL_SECONDS)
        except TimeoutError:
            return False
        return True


async def _is_nobody(answers: Subscription) -> bool:
    """Whether the only answer is that nobody listens, or that there is nothing to listen to."""
    message = await answers.next_msg(timeout=1)
    unheard = (message.headers or {}).get("Status") == "503"
    return unheard or b"JetStream not enabled for account" in message.data
